// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes the packets of a TCP connection by hand, and lets tests play with their order. */
final class TcpTalk {
    /** Link types that packets can be wrapped for. */
    static final int[] LINK_TYPES = {0, 1, 12, 101, 108, 113, 228, 276};

    /** One packet, without its link layer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(byte[] ip, boolean fromClient) {}

    final List<Sent> packets = new ArrayList<>();
    private final boolean v6;
    private final int clientPort;
    /** Sequence numbers of the first bytes after a SYN. */
    private final int clientFirst;

    private final int serverFirst;
    private int clientNext;
    private int serverNext;

    TcpTalk(boolean v6, int clientPort, int clientSequence, int serverSequence) {
        this.v6 = v6;
        this.clientPort = clientPort;
        clientFirst = clientSequence + 1;
        serverFirst = serverSequence + 1;
        clientNext = clientSequence;
        serverNext = serverSequence;
    }

    TcpTalk() {
        this(false, 40000, 0xffff_f000, 1000); // the client's numbers wrap
    }

    void connect() {
        packets.add(new Sent(ip(true, clientNext, 0, 0x02, new byte[0]), true));
        packets.add(new Sent(ip(false, serverNext, ++clientNext, 0x12, new byte[0]), false));
        serverNext++;
    }

    /** Sends bytes cut into segments of at most so many. */
    void send(boolean fromClient, byte[] bytes, int segmentBytes) {
        for (int at = 0; at < bytes.length; at += segmentBytes) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + segmentBytes));
            packets.add(new Sent(
                    ip(
                            fromClient,
                            fromClient ? clientNext : serverNext,
                            fromClient ? serverNext : clientNext,
                            0x18,
                            part),
                    fromClient));
            if (fromClient) {
                clientNext += part.length;
            } else {
                serverNext += part.length;
            }
        }
    }

    /** Sends the last bytes that were sent in a direction once more, in one segment with what follows. */
    void resend(boolean fromClient, byte[] sentBefore, byte[] following) {
        int sequence = (fromClient ? clientNext : serverNext) - sentBefore.length;
        ByteBuffer both = ByteBuffer.allocate(sentBefore.length + following.length);
        both.put(sentBefore).put(following);
        packets.add(new Sent(
                ip(fromClient, sequence, fromClient ? serverNext : clientNext, 0x18, both.array()), fromClient));
        if (fromClient) {
            clientNext += following.length;
        } else {
            serverNext += following.length;
        }
    }

    /** Sends bytes that begin at an offset in what a side sends after its SYN. */
    void segment(boolean fromClient, int offset, byte[] bytes) {
        int from = (fromClient ? clientFirst : serverFirst) + offset;
        int acknowledgement = fromClient ? serverNext : clientNext;
        packets.add(new Sent(ip(fromClient, from, acknowledgement, 0x18, bytes), fromClient));
    }

    /** A SYN of the client, the same every time. */
    void syn() {
        packets.add(new Sent(ip(true, clientFirst - 1, 0, 0x02, new byte[0]), true));
    }

    /** Ends both directions. */
    void close() {
        packets.add(new Sent(ip(true, clientNext, serverNext, 0x11, new byte[0]), true));
        packets.add(new Sent(ip(false, serverNext, clientNext + 1, 0x11, new byte[0]), false));
    }

    /** An acknowledgement of all that the other side sent. */
    void acknowledge(boolean fromClient) {
        packets.add(new Sent(
                ip(
                        fromClient,
                        fromClient ? clientNext : serverNext,
                        fromClient ? serverNext : clientNext,
                        0x10,
                        new byte[0]),
                fromClient));
    }

    /** Mixes packets that are at most so far apart, from a packet on. */
    void shuffle(long seed, int reach, int from) {
        Random random = new Random(seed);
        for (int i = from; i + reach < packets.size(); i += reach) {
            List<Sent> window = packets.subList(i, i + reach);
            Collections.shuffle(window, random);
        }
    }

    private byte[] ip(boolean fromClient, int sequence, int acknowledgement, int flags, byte[] payload) {
        int tcpBytes = 32 + payload.length;
        ByteBuffer out = ByteBuffer.allocate((v6 ? 40 : 20) + tcpBytes);
        if (v6) {
            out.putInt(0x6000_0000).putShort((short) tcpBytes).put((byte) 6).put((byte) 64);
            out.put(address6(fromClient)).put(address6(!fromClient));
        } else {
            out.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcpBytes)).putInt(0);
            out.put((byte) 64).put((byte) 6).putShort((short) 0);
            out.put(new byte[] {127, 0, 0, (byte) (fromClient ? 1 : 2)});
            out.put(new byte[] {127, 0, 0, (byte) (fromClient ? 2 : 1)});
        }
        out.putShort((short) (fromClient ? clientPort : 9999)).putShort((short) (fromClient ? 9999 : clientPort));
        out.putInt(sequence).putInt((flags & 0x10) == 0 ? 0 : acknowledgement);
        out.put((byte) 0x80).put((byte) flags).putShort((short) 512).putInt(0);
        out.put((byte) 1).put((byte) 1).put((byte) 8).put((byte) 10).putLong(0); // two NOPs, time stamps
        return out.put(payload).array();
    }

    private static byte[] address6(boolean client) {
        byte[] address = new byte[16];
        address[15] = (byte) (client ? 1 : 2);
        return address;
    }

    /** A packet with its link layer. */
    static byte[] wrap(int linkType, byte[] ip) {
        boolean v6 = (ip[0] & 0xf0) == 0x60;
        int type = v6 ? 0x86dd : 0x0800;
        ByteBuffer head = ByteBuffer.allocate(32);
        switch (linkType) {
            case 0 -> head.put((byte) (v6 ? 10 : 2)).put(new byte[3]);
            case 108 -> head.putInt(v6 ? 24 : 2);
            case 1 -> head.put(new byte[12]).putShort((short) type);
            case 113 ->
                head.putShort((short) 0).putShort((short) 772).put(new byte[10]).putShort((short) type);
            case 276 -> head.putShort((short) type).put(new byte[18]);
            default -> {}
        }
        ByteBuffer whole = ByteBuffer.allocate(head.position() + ip.length);
        return whole.put(head.flip()).put(ip).array();
    }

    /** The packets as a pcapng of a link type. */
    byte[] file(int linkType) {
        return file(linkType, packets);
    }

    static byte[] file(int linkType, List<Sent> packets) {
        return file(linkType, packets, 0);
    }

    /**
     * A file of packets.
     *
     * @param snapshotBytes where each is cut, 0 for nowhere
     */
    static byte[] file(int linkType, List<Sent> packets, int snapshotBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, linkType, snapshotBytes)) {
            long timeNs = 1_700_000_000_000_000_000L;
            for (Sent sent : packets) {
                byte[] bytes = wrap(linkType, sent.ip());
                writer.packet(timeNs++, bytes, 0, bytes.length, bytes.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
