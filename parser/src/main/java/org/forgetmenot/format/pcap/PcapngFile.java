// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.BinaryReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Bytes;

/** A pcapng file, see {@link Pcapng}: sections one after another, each with its own byte order and interfaces. */
final class PcapngFile implements PacketFile {
    /** Interfaces of one section; more is no recording. */
    static final int INTERFACES_MAX = 4096;

    private static final int MAGIC_AT = Pcapng.BLOCK_HEAD_BYTES;
    private static final int SKIP_BYTES = 1 << 16;
    /** How far into a block options are looked for. */
    private static final int OPTIONS_BYTES_MAX = 1 << 16;

    private static final int ENHANCED_DATA = 28;
    private static final int SIMPLE_DATA = 12;
    private static final int DESCRIPTION_OPTIONS = 16;
    private static final int STATISTICS_OPTIONS = 20;

    private final BinaryReader in;
    private final Diagnostics diagnostics;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean begun;
    private boolean ended;
    /** Bytes of the last block that are not passed yet. */
    private long rest;

    PcapngFile(BinaryReader in, Diagnostics diagnostics) {
        this.in = in;
        this.diagnostics = diagnostics;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (!ended && passRest()) {
            if (!in.require(Pcapng.BLOCK_HEAD_BYTES)) {
                return in.available() > 0 && stop(DiagnosticCode.CUT_SHORT);
            }
            int type = i32(0);
            if (in.i32(0) == Pcapng.SECTION_HEADER) {
                type = Pcapng.SECTION_HEADER; // reads the same in both orders, and sets the order
                if (!section()) {
                    return false;
                }
            } else if (!begun) {
                return stop(DiagnosticCode.RECORD_DAMAGED);
            }
            long length = u32(4);
            if (length < Pcapng.BLOCK_HEAD_BYTES + Pcapng.BLOCK_TAIL_BYTES || length % 4 != 0) {
                return stop(DiagnosticCode.RECORD_DAMAGED);
            }
            rest = length;
            if (isPacket(type)) {
                return packet(type, length, packet);
            }
            if (!other(type, length)) {
                return false;
            }
        }
        return false;
    }

    private boolean passRest() throws IOException {
        while (rest > 0) {
            int step = (int) Math.min(rest, SKIP_BYTES);
            if (!in.require(step)) {
                return stop(DiagnosticCode.CUT_SHORT);
            }
            in.skip(step);
            rest -= step;
        }
        return true;
    }

    private boolean section() throws IOException {
        if (!in.require(MAGIC_AT + 4)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        int magic = in.i32(MAGIC_AT);
        if (magic != Pcapng.BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != Pcapng.BYTE_ORDER_MAGIC) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        order = magic == Pcapng.BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        begun = true;
        interfaces.clear();
        return true;
    }

    private static boolean isPacket(int type) {
        return type == Pcapng.ENHANCED_PACKET || type == Pcapng.SIMPLE_PACKET || type == Pcapng.PACKET;
    }

    private boolean packet(int type, long length, Packet packet) throws IOException {
        int data = type == Pcapng.SIMPLE_PACKET ? SIMPLE_DATA : ENHANCED_DATA;
        long room = length - data - Pcapng.BLOCK_TAIL_BYTES;
        if (room < 0 || length > WINDOW_BYTES) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        int bytes = (int) length;
        if (!in.require(bytes)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        int number = switch (type) {
            case Pcapng.ENHANCED_PACKET -> i32(8);
            case Pcapng.PACKET -> Bytes.u16(in.buffer(), in.position() + 8, order);
            default -> 0;
        };
        if (i32(bytes - Pcapng.BLOCK_TAIL_BYTES) != bytes || number < 0 || number >= interfaces.size()) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        CaptureInterface of = interfaces.get(number);
        long original = u32(data - 4);
        long recorded = type == Pcapng.SIMPLE_PACKET ? simpleLength(of, original, room) : u32(data - 8);
        if (recorded > Math.min(room, PACKET_BYTES_MAX)) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        packet.set(in, data, (int) recorded, original);
        packet.linkType = of.linkType();
        packet.timed = type != Pcapng.SIMPLE_PACKET;
        packet.timeNs = packet.timed ? of.toNs(u32(12) << 32 | u32(16)) : 0;
        return true;
    }

    /** A simple packet does not say how much of it was recorded. */
    private static long simpleLength(CaptureInterface of, long original, long room) {
        long most = of.snapshotBytes() == 0 ? room : Math.min(room, Integer.toUnsignedLong(of.snapshotBytes()));
        return Math.min(most, original);
    }

    private boolean other(int type, long length) throws IOException {
        if (type != Pcapng.INTERFACE_DESCRIPTION && type != Pcapng.INTERFACE_STATISTICS) {
            return true;
        }
        int looked = (int) Math.min(length, OPTIONS_BYTES_MAX);
        if (!in.require(looked)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        int optionsAt = type == Pcapng.INTERFACE_DESCRIPTION ? DESCRIPTION_OPTIONS : STATISTICS_OPTIONS;
        if (length < optionsAt + Pcapng.BLOCK_TAIL_BYTES) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        int end = (int) Math.min(looked, length - Pcapng.BLOCK_TAIL_BYTES);
        if (type == Pcapng.INTERFACE_STATISTICS) {
            statistics(end);
            return true;
        }
        return describe(end);
    }

    private boolean describe(int end) {
        if (interfaces.size() >= INTERFACES_MAX) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        int resolution = option(DESCRIPTION_OPTIONS, end, Pcapng.IF_TSRESOL, 1);
        int offset = option(DESCRIPTION_OPTIONS, end, Pcapng.IF_TSOFFSET, 8);
        interfaces.add(new CaptureInterface(
                Bytes.u16(in.buffer(), in.position() + 8, order),
                i32(12),
                resolution < 0 ? CaptureInterface.RESOLUTION_DEFAULT : in.u8(resolution),
                offset < 0 ? 0 : i64(offset)));
        return true;
    }

    /** The recorder says how many packets it could not keep up with. */
    private void statistics(int end) {
        int dropped = option(STATISTICS_OPTIONS, end, Pcapng.ISB_IFDROP, 8);
        long count = dropped < 0 ? 0 : i64(dropped);
        if (count > 0) {
            diagnostics.report(DiagnosticCode.EVENTS_LOST, in.offset(), count);
        }
    }

    /** Where the value of an option is, ahead of the block's start, or -1. */
    private int option(int from, int end, int wanted, int bytes) {
        int ahead = from;
        while (ahead + Pcapng.OPTION_HEAD_BYTES <= end) {
            int code = Bytes.u16(in.buffer(), in.position() + ahead, order);
            int length = Bytes.u16(in.buffer(), in.position() + ahead + 2, order);
            ahead += Pcapng.OPTION_HEAD_BYTES;
            if (code == Pcapng.OPTION_END) {
                return -1;
            }
            if (code == wanted && length == bytes && ahead + length <= end) {
                return ahead;
            }
            ahead += (length + 3) & ~3;
        }
        return -1;
    }

    private int i32(int ahead) {
        return Bytes.i32(in.buffer(), in.position() + ahead, order);
    }

    private long u32(int ahead) {
        return Bytes.u32(in.buffer(), in.position() + ahead, order);
    }

    private long i64(int ahead) {
        return Bytes.i64(in.buffer(), in.position() + ahead, order);
    }

    private boolean stop(DiagnosticCode why) {
        diagnostics.report(why, in.offset());
        ended = true;
        return false;
    }
}
