// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.message.RawMessage;
import org.forgetmenot.format.pcap.PcapngWriter;

/**
 * Writes FUSE messages as tcpdump records them of a server behind a socket: one TCP connection over Ethernet and IPv4, each
 * message in segments of its own.
 */
final class TcpWriter implements CaptureWriter {
    private static final int LINK_ETHERNET = 1;
    private static final int SEGMENT_BYTES = 1448;
    private static final int HEAD_BYTES = 14 + 20 + 32;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int KERNEL = 0;
    private static final int SERVER = 1;
    private static final long GAP_NS = 1000;

    private final PcapngWriter out;
    private final byte[] packet = new byte[HEAD_BYTES + SEGMENT_BYTES];
    /** Sequence numbers of the next bytes of each side. */
    private final int[] next = {1, 1};

    private long timeNs = 1_700_000_000_000_000_000L;

    TcpWriter(OutputStream stream) throws IOException {
        out = new PcapngWriter(stream, LINK_ETHERNET, 0);
        packet(KERNEL, 0, SYN, 0);
        packet(SERVER, 0, SYN | ACK, 0);
    }

    @Override
    public Outcome write(Event event) throws IOException {
        Outcome outcome = RawMessage.of(event);
        if (outcome == Outcome.WRITTEN) {
            int side = RawMessage.isFromServer(event) ? SERVER : KERNEL;
            Text message = event.message();
            for (int at = 0; at < message.length(); at += SEGMENT_BYTES) {
                int length = Math.min(SEGMENT_BYTES, message.length() - at);
                System.arraycopy(message.bytes(), message.offset() + at, packet, HEAD_BYTES, length);
                packet(side, next[side], ACK, length);
                next[side] += length;
            }
        }
        return outcome;
    }

    private void packet(int side, int sequence, int flags, int length) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(packet);
        head.position(12).putShort((short) 0x0800); // Ethernet, after the two addresses: IPv4
        head.putInt(0x45 << 24 | (HEAD_BYTES - 14 + length)).putInt(0).putInt(64 << 24 | 6 << 16); // lives 64 hops, TCP
        head.putInt(address(side)).putInt(address(1 - side));
        head.putShort(port(side)).putShort(port(1 - side)).putInt(sequence).putInt(next[1 - side]);
        head.putInt(0x80 << 24 | flags << 16 | 0xffff).putInt(0); // 32 bytes of header, the window
        head.putInt(0x01_01_08_0a).putLong(0); // two NOPs, time stamps
        out.packet(timeNs, packet, 0, HEAD_BYTES + length, HEAD_BYTES + length);
        timeNs += GAP_NS;
    }

    private static int address(int side) {
        return 0x0a_00_00_01 + side;
    }

    private static short port(int side) {
        return (short) (side == KERNEL ? 40_000 : 9_999);
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
