// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.wire.Bytes;

/**
 * Writes pcapng with one interface and times in nanoseconds: FUSE messages on link type USER0 (see {@link FuseRecord}), or
 * packets of any other link type. What was written is whole at every {@link #flush}.
 */
public final class PcapngWriter implements Closeable, Flushable {
    private static final String APPLICATION = "forgetmenot";
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int NS_RESOLUTION = 9;
    private static final int ENHANCED_HEAD_BYTES = 28;
    private static final int FLAGS_OPTION_BYTES = Pcapng.OPTION_HEAD_BYTES + 4;
    /** {@code epb_flags}, seen from the server. */
    private static final int INBOUND = 1;

    private static final int OUTBOUND = 2;

    private final OutputStream out;
    private final int linkType;
    private final byte[] head = new byte[ENHANCED_HEAD_BYTES + FuseRecord.BYTES];
    private final byte[] tail = new byte[3 + FLAGS_OPTION_BYTES + Pcapng.OPTION_HEAD_BYTES + Pcapng.BLOCK_TAIL_BYTES];

    /**
     * Begins a file of packets.
     *
     * @param out the writer's to close; buffered by the caller
     * @param linkType a LINKTYPE_ number
     * @param snapshotBytes most bytes recorded of a packet, 0 for no limit
     */
    public PcapngWriter(OutputStream out, int linkType, int snapshotBytes) throws IOException {
        this.out = out;
        this.linkType = linkType;
        section();
        description(snapshotBytes);
    }

    /** Begins a file of FUSE messages. */
    public static PcapngWriter ofMessages(OutputStream out) throws IOException {
        return new PcapngWriter(out, FuseRecord.LINK_TYPE, 0);
    }

    private void section() throws IOException {
        byte[] name = APPLICATION.getBytes(StandardCharsets.US_ASCII);
        int padded = (name.length + 3) & ~3;
        byte[] block = new byte[24 + Pcapng.OPTION_HEAD_BYTES * 2 + padded + Pcapng.BLOCK_TAIL_BYTES];
        Bytes.put32(block, 8, ORDER, Pcapng.BYTE_ORDER_MAGIC);
        Bytes.put16(block, 12, ORDER, 1); // major; minor is 0
        Bytes.put64(block, 16, ORDER, -1); // length of the section: nobody knows yet
        Bytes.put16(block, 24, ORDER, Pcapng.SHB_USERAPPL);
        Bytes.put16(block, 26, ORDER, name.length);
        System.arraycopy(name, 0, block, 28, name.length);
        block(block, Pcapng.SECTION_HEADER);
    }

    private void description(int snapshotBytes) throws IOException {
        byte[] block = new byte[16 + 8 + Pcapng.OPTION_HEAD_BYTES + Pcapng.BLOCK_TAIL_BYTES];
        Bytes.put16(block, 8, ORDER, linkType);
        Bytes.put32(block, 12, ORDER, snapshotBytes);
        Bytes.put16(block, 16, ORDER, Pcapng.IF_TSRESOL);
        Bytes.put16(block, 18, ORDER, 1);
        block[20] = NS_RESOLUTION;
        block(block, Pcapng.INTERFACE_DESCRIPTION);
    }

    private void block(byte[] block, int type) throws IOException {
        Bytes.put32(block, 0, ORDER, type);
        Bytes.put32(block, 4, ORDER, block.length);
        Bytes.put32(block, block.length - Pcapng.BLOCK_TAIL_BYTES, ORDER, block.length);
        out.write(block);
    }

    /**
     * Writes a FUSE message; only in a file of messages.
     *
     * @param fromKernel whether it goes from the kernel to the server
     * @param connection tells connections apart
     * @param queue of virtio-fs, 0 for hiprio, or {@link FuseRecord#NO_QUEUE}
     * @param order byte order of the message
     * @param timeNs since 1970
     */
    public void message(
            boolean fromKernel,
            int connection,
            int queue,
            ByteOrder order,
            long timeNs,
            byte[] bytes,
            int at,
            int length)
            throws IOException {
        if (linkType != FuseRecord.LINK_TYPE) {
            throw new IllegalStateException("a file of link type " + linkType + " takes no FUSE messages");
        }
        FuseRecord.put(head, ENHANCED_HEAD_BYTES, fromKernel, connection, queue, order);
        int flags = fromKernel ? INBOUND : OUTBOUND;
        enhanced(timeNs, FuseRecord.BYTES, bytes, at, length, FuseRecord.BYTES + length, flags);
    }

    /**
     * Writes a packet as it is.
     *
     * @param timeNs since 1970
     * @param length bytes recorded
     * @param originalLength bytes that there were
     */
    public void packet(long timeNs, byte[] bytes, int at, int length, int originalLength) throws IOException {
        enhanced(timeNs, 0, bytes, at, length, originalLength, 0);
    }

    private void enhanced(long timeNs, int prefixBytes, byte[] bytes, int at, int length, int originalLength, int flags)
            throws IOException {
        if (length > PacketFile.PACKET_BYTES_MAX - FuseRecord.BYTES) {
            throw new IllegalArgumentException("a packet of " + length + " bytes");
        }
        int captured = prefixBytes + length;
        int padding = -captured & 3;
        int options = flags == 0 ? 0 : FLAGS_OPTION_BYTES + Pcapng.OPTION_HEAD_BYTES;
        int blockBytes = ENHANCED_HEAD_BYTES + captured + padding + options + Pcapng.BLOCK_TAIL_BYTES;
        Bytes.put32(head, 0, ORDER, Pcapng.ENHANCED_PACKET);
        Bytes.put32(head, 4, ORDER, blockBytes);
        Bytes.put32(head, 8, ORDER, 0); // the only interface
        Bytes.put32(head, 12, ORDER, (int) (timeNs >>> 32));
        Bytes.put32(head, 16, ORDER, (int) timeNs);
        Bytes.put32(head, 20, ORDER, captured);
        Bytes.put32(head, 24, ORDER, originalLength);
        out.write(head, 0, ENHANCED_HEAD_BYTES + prefixBytes);
        out.write(bytes, at, length);
        int end = 0;
        for (int i = 0; i < padding; i++) {
            tail[end++] = 0;
        }
        if (flags != 0) {
            Bytes.put16(tail, end, ORDER, Pcapng.EPB_FLAGS);
            Bytes.put16(tail, end + 2, ORDER, 4);
            Bytes.put32(tail, end + 4, ORDER, flags);
            Bytes.put32(tail, end + FLAGS_OPTION_BYTES, ORDER, Pcapng.OPTION_END);
            end += options;
        }
        Bytes.put32(tail, end, ORDER, blockBytes);
        out.write(tail, 0, end + Pcapng.BLOCK_TAIL_BYTES);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
