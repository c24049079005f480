// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.wire.Bytes;

/** Writes packets as pcapng, with one interface and times in nanoseconds. What was written is whole at every {@link #flush}. */
public final class PcapngWriter implements Closeable, Flushable {
    private static final String APPLICATION = "forgetmenot";
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int NS_RESOLUTION = 9;
    private static final int ENHANCED_HEAD_BYTES = 28;
    private static final int SIMPLE_HEAD_BYTES = 12;
    private static final int PADDING_BYTES_MAX = 3;

    private final OutputStream out;
    private final int snapshotBytes;
    private final byte[] head = new byte[ENHANCED_HEAD_BYTES];
    private final byte[] tail = new byte[PADDING_BYTES_MAX + Pcapng.BLOCK_TAIL_BYTES];

    /**
     * Begins a file.
     *
     * @param out the writer's to close; buffered by the caller
     * @param linkType a LINKTYPE_ number
     * @param snapshotBytes most bytes written of a packet, 0 for no limit
     */
    public PcapngWriter(OutputStream out, int linkType, int snapshotBytes) throws IOException {
        this.out = out;
        this.snapshotBytes = snapshotBytes;
        section();
        description(linkType);
    }

    private void section() throws IOException {
        byte[] name = APPLICATION.getBytes(StandardCharsets.US_ASCII);
        int padded = name.length + padding(name.length);
        byte[] block = new byte[24 + Pcapng.OPTION_HEAD_BYTES * 2 + padded + Pcapng.BLOCK_TAIL_BYTES];
        Bytes.put32(block, 8, ORDER, Pcapng.BYTE_ORDER_MAGIC);
        Bytes.put16(block, 12, ORDER, 1); // major; minor is 0
        Bytes.put64(block, 16, ORDER, -1); // length of the section: nobody knows yet
        Bytes.put16(block, 24, ORDER, Pcapng.SHB_USERAPPL);
        Bytes.put16(block, 26, ORDER, name.length);
        System.arraycopy(name, 0, block, 28, name.length);
        block(block, Pcapng.SECTION_HEADER);
    }

    private void description(int linkType) throws IOException {
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

    private static int padding(int length) {
        return -length & PADDING_BYTES_MAX;
    }

    /**
     * Writes a packet.
     *
     * @param timeNs since 1970
     * @param length bytes at hand
     * @param originalLength bytes that there were
     */
    public void packet(long timeNs, byte[] bytes, int at, int length, int originalLength) throws IOException {
        int written = cut(length);
        Bytes.put32(head, 8, ORDER, 0); // the only interface
        Bytes.put32(head, 12, ORDER, (int) (timeNs >>> 32));
        Bytes.put32(head, 16, ORDER, (int) timeNs);
        Bytes.put32(head, 20, ORDER, written);
        Bytes.put32(head, 24, ORDER, originalLength);
        block(Pcapng.ENHANCED_PACKET, ENHANCED_HEAD_BYTES, bytes, at, written);
    }

    /** Writes a packet whose time nobody knows. It must be whole: the block for it does not say how much of it there is. */
    public void untimed(byte[] bytes, int at, int length) throws IOException {
        Bytes.put32(head, 8, ORDER, length);
        block(Pcapng.SIMPLE_PACKET, SIMPLE_HEAD_BYTES, bytes, at, cut(length));
    }

    private int cut(int length) {
        return snapshotBytes == 0 ? length : Math.min(length, snapshotBytes);
    }

    private void block(int type, int headBytes, byte[] bytes, int at, int length) throws IOException {
        if (length > PacketFile.PACKET_BYTES_MAX) {
            throw new IllegalArgumentException("a packet of " + length + " bytes");
        }
        int padding = padding(length);
        int blockBytes = headBytes + length + padding + Pcapng.BLOCK_TAIL_BYTES;
        Bytes.put32(head, 0, ORDER, type);
        Bytes.put32(head, 4, ORDER, blockBytes);
        Bytes.put32(tail, PADDING_BYTES_MAX, ORDER, blockBytes);
        out.write(head, 0, headBytes);
        out.write(bytes, at, length);
        out.write(tail, PADDING_BYTES_MAX - padding, padding + Pcapng.BLOCK_TAIL_BYTES);
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
