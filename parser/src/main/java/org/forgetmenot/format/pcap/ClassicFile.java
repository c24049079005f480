// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import org.forgetmenot.format.BinaryReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Bytes;

/**
 * The classic pcap file: a header of 24 bytes, then records.
 *
 * <pre>
 * header  0 u32 magic 0xa1b2c3d4 (us) or 0xa1b23c4d (ns), in the writer's byte order
 *         4 u16 major 2, u16 minor 4, i32 zone, u32 sigfigs, u32 snaplen
 *        20 u32 link type in the low 16 bits
 * record  0 u32 seconds, u32 us or ns, u32 recorded length, u32 original length, the bytes
 * </pre>
 *
 * <p>Source: draft-ietf-opsawg-pcap.
 */
final class ClassicFile implements PacketFile {
    static final int MAGIC_US = 0xa1b2c3d4;
    static final int MAGIC_NS = 0xa1b23c4d;

    private static final int HEADER_BYTES = 24;
    private static final int LINK_TYPE = 20;
    private static final int LINK_TYPE_MASK = 0xffff;
    private static final int RECORD_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final BinaryReader in;
    private final Diagnostics diagnostics;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int nsPerFraction;
    private int linkType;
    private boolean begun;
    private boolean ended;
    private int recordBytes;

    ClassicFile(BinaryReader in, Diagnostics diagnostics) {
        this.in = in;
        this.diagnostics = diagnostics;
    }

    /** Whether a first number, read in little-endian order, begins such a file. */
    static boolean isMagic(int number) {
        int swapped = Integer.reverseBytes(number);
        return number == MAGIC_US || number == MAGIC_NS || swapped == MAGIC_US || swapped == MAGIC_NS;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        in.skip(recordBytes);
        recordBytes = 0;
        if (ended || (!begun && !header())) {
            return false;
        }
        if (!in.require(RECORD_BYTES)) {
            return in.available() > 0 && stop(DiagnosticCode.CUT_SHORT);
        }
        long length = u32(8);
        if (length > PACKET_BYTES_MAX) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        int bytes = (int) length;
        if (!in.require(RECORD_BYTES + bytes)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        recordBytes = RECORD_BYTES + bytes;
        packet.set(in, RECORD_BYTES, bytes, u32(12));
        packet.linkType = linkType;
        packet.timed = true;
        packet.timeNs = u32(0) * NS_PER_S + u32(4) * nsPerFraction;
        return true;
    }

    private boolean header() throws IOException {
        begun = true;
        if (!in.require(HEADER_BYTES)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        if (!isMagic(in.i32(0))) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        boolean swapped = in.i32(0) != MAGIC_US && in.i32(0) != MAGIC_NS;
        order = swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        nsPerFraction = u32(0) == Integer.toUnsignedLong(MAGIC_NS) ? 1 : 1000;
        linkType = (int) u32(LINK_TYPE) & LINK_TYPE_MASK;
        in.skip(HEADER_BYTES);
        return true;
    }

    private long u32(int ahead) {
        return Bytes.u32(in.buffer(), in.position() + ahead, order);
    }

    private boolean stop(DiagnosticCode why) {
        diagnostics.report(why, in.offset());
        ended = true;
        return false;
    }
}
