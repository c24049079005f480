// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.pcap.Talks.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real session's messages, carried by TCP in every way that TCP may. */
class TcpStreamsTest {
    private static final List<Message> GLUSTER = Talks.gluster();
    private static final List<String> EXPECTED = Talks.expected();

    private final ReadContext context = new ReadContext();

    private static TcpTalk connected() {
        TcpTalk talk = new TcpTalk();
        talk.connect();
        return talk;
    }

    @Test
    void everyLinkType() {
        for (int linkType : TcpTalk.LINK_TYPES) {
            byte[] file = Talks.talk(connected(), GLUSTER, 60_000).file(linkType);
            assertEquals(EXPECTED, Talks.lines(Talks.read(file, context)), "link type " + linkType);
        }
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void ipv6() {
        TcpTalk talk = new TcpTalk(true, 5, 1, Integer.MAX_VALUE - 100);
        talk.connect();
        for (int linkType : new int[] {0, 1, 101, 113, 229, 276}) {
            List<Event> events = Talks.read(Talks.talk(talk, GLUSTER, 1000).file(linkType), context);
            assertEquals(EXPECTED, Talks.lines(events).subList(0, EXPECTED.size()), "link type " + linkType);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 39, 40, 41, 100, 536, 1448, 9000})
    void anySegmentSize(int segmentBytes) {
        byte[] file = Talks.talk(connected(), GLUSTER, segmentBytes).file(1);
        assertEquals(EXPECTED, Talks.lines(Talks.read(file, context)));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void severalMessagesInOneSegment() {
        TcpTalk talk = connected();
        List<byte[]> forgets = new ArrayList<>();
        GLUSTER.stream().filter(Message::fromKernel).map(Message::bytes).forEach(forgets::add);
        byte[] all = new byte[forgets.stream().mapToInt(b -> b.length).sum()];
        int at = 0;
        for (byte[] one : forgets) {
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        talk.send(true, all, 8192);
        List<Event> events = Talks.read(talk.file(1), context);
        assertEquals(forgets.size(), Talks.of(events, EventKind.REQUEST).size());
        assertEquals(58, Talks.of(events, EventKind.FORGET).size());
    }

    @Test
    void segmentsOutOfOrder() {
        for (long seed = 0; seed < 20; seed++) {
            TcpTalk talk = connected();
            Talks.talk(talk, GLUSTER, 200);
            talk.shuffle(seed, 6, 2);
            List<String> lines = Talks.lines(Talks.read(talk.file(1), context));
            // replies may come before their requests now, but nothing is lost and nothing comes twice
            assertEquals(requests(EXPECTED), requests(lines), "seed " + seed);
            assertEquals(count(EXPECTED, "REPLY"), count(lines, "REPLY"));
        }
        assertEquals(0, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
    }

    @Test
    void endsInTheMiddleOfAMessage() {
        TcpTalk talk = Talks.talk(connected(), GLUSTER, 1000);
        byte[] message = GLUSTER.get(0).bytes();
        talk.send(true, Arrays.copyOf(message, message.length - 1), 1000);
        assertEquals(EXPECTED, Talks.lines(Talks.read(talk.file(1), context)));
        assertEquals(1, context.diagnostics().count(DiagnosticCode.CUT_SHORT));
        assertEquals(1, context.diagnostics().rows().size());
    }

    @Test
    void packetsThatNobodyReadAreCounted() {
        TcpTalk web = new TcpTalk(false, 41_000, 7, 7);
        web.connect();
        byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        web.send(true, request, 5); // the first three are too few bytes to tell
        TcpTalk quiet = new TcpTalk(false, 42_000, 7, 7);
        quiet.connect();
        quiet.send(true, new byte[3], 1); // will never be
        TcpTalk talk = Talks.talk(connected(), GLUSTER, 1000);
        talk.packets.addAll(web.packets);
        talk.packets.addAll(quiet.packets);
        assertEquals(EXPECTED, Talks.lines(Talks.read(talk.file(1), context)));
        assertEquals((request.length + 4) / 5 + 3, context.diagnostics().count(DiagnosticCode.PACKET_NOT_FUSE));
        assertEquals(1, context.diagnostics().rows().size());
    }

    private static List<String> requests(List<String> lines) {
        return lines.stream()
                .filter(l -> l.startsWith("REQUEST") || l.startsWith("FORGET"))
                .toList();
    }

    private static long count(List<String> lines, String kind) {
        return lines.stream().filter(l -> l.startsWith(kind)).count();
    }

    @Test
    void sentAgainAndOverlapping() {
        TcpTalk talk = connected();
        byte[][] last = {new byte[0], new byte[0]};
        int i = 0;
        for (Message message : GLUSTER) {
            int side = message.fromKernel() ? 0 : 1;
            switch (i++ % 3) {
                case 0 -> talk.send(message.fromKernel(), message.bytes(), 300);
                case 1 -> talk.resend(message.fromKernel(), last[side], message.bytes()); // with the new behind it
                default -> {
                    talk.send(message.fromKernel(), message.bytes(), 300);
                    talk.resend(message.fromKernel(), message.bytes(), new byte[0]); // all of it once more
                }
            }
            last[side] = message.bytes();
        }
        assertEquals(EXPECTED, Talks.lines(Talks.read(talk.file(113), context)));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void everyPacketTwice() {
        List<TcpTalk.Sent> twice = new ArrayList<>();
        for (TcpTalk.Sent sent : Talks.talk(connected(), GLUSTER, 1000).packets) {
            twice.add(sent); // as tcpdump -i any records loopback
            twice.add(sent);
        }
        assertEquals(EXPECTED, Talks.lines(Talks.read(TcpTalk.file(276, twice), context)));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void fromTheMiddle() {
        List<TcpTalk.Sent> packets = Talks.talk(connected(), GLUSTER, 500).packets;
        for (int from : new int[] {2, 3, 5, 100, 101, 333, 500}) {
            ReadContext own = new ReadContext();
            List<Event> events = Talks.read(TcpTalk.file(1, packets.subList(from, packets.size())), own);
            List<String> requests = requests(Talks.lines(events));
            List<String> all = requests(EXPECTED);
            assertTrue(requests.size() > 10, "from " + from);
            assertEquals(all.subList(all.size() - requests.size(), all.size()), requests);
            int lost = packets.size() - from - events.size();
            assertTrue(lost < 8, "from " + from + " only " + events.size());
        }
    }

    @Test
    void fromTheMiddleOfAMessage() {
        // one direction without a message boundary at any segment's begin
        TcpTalk talk = new TcpTalk();
        byte[] stream = requestsOnly();
        talk.send(true, Arrays.copyOfRange(stream, 13, stream.length), 777);
        List<String> requests = requests(Talks.lines(Talks.read(talk.file(1), context)));
        List<String> all = requests(EXPECTED);
        assertEquals(all.subList(1, all.size()), requests);
    }

    private static byte[] requestsOnly() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GLUSTER.stream().filter(Message::fromKernel).forEach(m -> out.writeBytes(m.bytes()));
        return out.toByteArray();
    }

    @Test
    void aLostSegmentIsSaidAndReadingGoesOn() {
        List<TcpTalk.Sent> packets = new ArrayList<>();
        TcpTalk talk = connected();
        for (Message message : GLUSTER) {
            talk.send(message.fromKernel(), message.bytes(), 500);
            talk.acknowledge(!message.fromKernel());
        }
        packets.addAll(talk.packets);
        int third = packets.size() / 3;
        while (!packets.get(third).fromClient() || packets.get(third).ip().length <= 60) {
            third++;
        }
        packets.remove(third);
        List<Event> events = Talks.read(TcpTalk.file(1, packets), context);
        assertEquals(1, Talks.of(events, EventKind.LOST).size());
        assertEquals(1, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
        Set<String> missing = new HashSet<>(requests(EXPECTED));
        missing.removeAll(requests(Talks.lines(events)));
        assertTrue(missing.size() <= 2, missing.toString());
    }

    @Test
    void aSegmentThatIsLostAtTheEndDoesNotTakeTheRestWithIt() {
        List<TcpTalk.Sent> packets = new ArrayList<>(Talks.talk(connected(), GLUSTER, 500).packets);
        packets.remove(packets.size() - 40);
        List<Event> events = Talks.read(TcpTalk.file(1, packets), context);
        assertTrue(Talks.of(events, EventKind.REPLY).size() > 440);
        assertEquals(1, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
    }

    @Test
    void severalConnectionsAtOnce() {
        TcpTalk a = connected();
        TcpTalk b = new TcpTalk(true, 41000, 77, 78);
        b.connect();
        Talks.talk(a, GLUSTER, 700);
        Talks.talk(b, GLUSTER, 60_000);
        List<TcpTalk.Sent> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(a.packets.size(), b.packets.size()); i++) {
            if (i < a.packets.size()) {
                mixed.add(a.packets.get(i));
            }
            if (i < b.packets.size()) {
                mixed.add(b.packets.get(i));
            }
        }
        List<Event> events = Talks.read(TcpTalk.file(101, mixed), context);
        List<Long> ids = events.stream().map(Event::connection).distinct().toList();
        assertEquals(2, ids.size());
        for (long id : ids) {
            assertEquals(
                    EXPECTED,
                    Talks.lines(
                            events.stream().filter(e -> e.connection() == id).toList()));
        }
    }

    @Test
    void thePortsAreUsedAgain() {
        TcpTalk first = Talks.talk(connected(), GLUSTER, 900);
        TcpTalk second = new TcpTalk(false, 40000, 5, 6);
        second.connect();
        Talks.talk(second, GLUSTER, 900);
        List<TcpTalk.Sent> packets = new ArrayList<>(first.packets);
        packets.addAll(second.packets);
        List<Event> events = Talks.read(TcpTalk.file(1, packets), context);
        assertEquals(2 * EXPECTED.size(), events.size());
        assertEquals(2, events.stream().map(Event::connection).distinct().count());
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void eventsKeepTheOrderOfTheCapture() {
        List<Event> events = Talks.read(Talks.talk(connected(), GLUSTER, 400).file(1), context);
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(Event::timeNs));
        assertEquals(Talks.lines(sorted), Talks.lines(events));
        assertTrue(events.stream().allMatch(Event::hasTimeNs));
    }

    @Test
    void segmentsOfAnyBoundsInAnyOrder() {
        byte[] stream = requestsOnly();
        List<String> all = requests(EXPECTED);
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            TcpTalk talk = connected();
            for (int sent = 0; sent < stream.length; ) {
                // begins somewhere in what was sent already, and may be as short as to bring nothing new
                int from = sent - random.nextInt(Math.min(sent, 600) + 1);
                int to = Math.min(stream.length, from + 1 + random.nextInt(900));
                talk.segment(true, from, Arrays.copyOfRange(stream, from, to));
                sent = Math.max(sent, to);
            }
            talk.shuffle(seed, 5, 2);
            ReadContext own = new ReadContext();
            assertEquals(all, requests(Talks.lines(Talks.read(talk.file(1), own))), "seed " + seed);
            assertEquals(0, own.diagnostics().count(DiagnosticCode.EVENTS_LOST));
        }
    }

    @Test
    void vlanTags() {
        List<TcpTalk.Sent> packets = Talks.talk(connected(), GLUSTER, 900).packets;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, 1, 0)) {
            for (TcpTalk.Sent sent : packets) {
                ByteBuffer tagged = ByteBuffer.allocate(22 + sent.ip().length + 6);
                tagged.putShort(12, (short) 0x88a8).putInt(14, 0x0007_8100).putInt(18, 0x0008_0800);
                tagged.position(22).put(sent.ip()); // and a trailer that Ethernet adds
                writer.packet(1, tagged.array(), 0, tagged.capacity(), tagged.capacity());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertEquals(EXPECTED, Talks.lines(Talks.read(out.toByteArray(), context)));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    /** Puts extension headers between IPv6 and TCP. */
    private static TcpTalk.Sent extended(TcpTalk.Sent sent, int fragmentWord) {
        byte[] ip = sent.ip();
        ByteBuffer out = ByteBuffer.allocate(ip.length + 8 + 16 + 8);
        out.put(ip, 0, 40).putShort(4, (short) (ip.length - 40 + 32)).put(6, (byte) 0);
        out.put((byte) 60).put((byte) 0).put(new byte[6]); // hop-by-hop, destination options next
        out.put((byte) 44).put((byte) 1).put(new byte[14]); // of two units, a fragment header next
        out.put((byte) 6).put((byte) 77).putShort((short) fragmentWord).putInt(9);
        return new TcpTalk.Sent(out.put(ip, 40, ip.length - 40).array(), sent.fromClient());
    }

    @Test
    void extensionHeaders() {
        TcpTalk talk = new TcpTalk(true, 5, 1, 2);
        talk.connect();
        Talks.talk(talk, GLUSTER, 1000);
        List<TcpTalk.Sent> whole =
                talk.packets.stream().map(p -> extended(p, 0)).toList();
        assertEquals(EXPECTED, Talks.lines(Talks.read(TcpTalk.file(276, whole), context)));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void piecesOfIpPacketsAreSaid() {
        TcpTalk six = new TcpTalk(true, 5, 1, 2);
        six.connect();
        TcpTalk four = connected();
        for (TcpTalk talk : List.of(four, six)) {
            ReadContext own = new ReadContext();
            List<TcpTalk.Sent> packets = new ArrayList<>(Talks.talk(talk, GLUSTER, 500).packets);
            TcpTalk.Sent sent = packets.get(9);
            if (talk == six) {
                packets.set(9, extended(sent, 1)); // more fragments
                packets.add(10, extended(sent, 64 << 3)); // the next of them
            } else {
                byte[] first = sent.ip().clone();
                first[6] |= 0x20;
                byte[] second = sent.ip().clone();
                second[7] = 64;
                packets.set(9, new TcpTalk.Sent(first, sent.fromClient()));
                packets.add(10, new TcpTalk.Sent(second, sent.fromClient()));
            }
            List<Event> events = Talks.read(TcpTalk.file(101, packets), own);
            assertEquals(2, own.diagnostics().count(DiagnosticCode.PACKET_FRAGMENT));
            assertEquals(1, own.diagnostics().count(DiagnosticCode.EVENTS_LOST));
            assertEquals(1, Talks.of(events, EventKind.LOST).size());
        }
    }

    @Test
    void segmentsThatTheRecorderCutAreGapsAtOnce() {
        int headers = 14 + 20 + 32;
        int snapshot = 300;
        List<TcpTalk.Sent> packets = Talks.talk(connected(), GLUSTER, 100_000).packets;
        List<Event> events = Talks.read(TcpTalk.file(1, packets, snapshot), context);
        List<Message> whole = new ArrayList<>();
        long cut = 0;
        for (Message message : GLUSTER) {
            if (message.bytes().length <= snapshot - headers) {
                whole.add(message);
            } else {
                cut++;
            }
        }
        assertTrue(cut > 5 && whole.size() > 400);
        List<Event> expected = Talks.read(Talks.user0(whole, ByteOrder.LITTLE_ENDIAN), new ReadContext());
        assertEquals(
                Talks.lines(expected),
                Talks.lines(
                        events.stream().filter(e -> e.kind() != EventKind.LOST).toList()));
        assertEquals(cut, context.diagnostics().count(DiagnosticCode.PACKET_CUT));
        assertEquals(cut, Talks.of(events, EventKind.LOST).size());
        // nobody waited for what was cut: the order is that of the packets
        assertEquals(
                events.stream().map(Event::timeNs).sorted().toList(),
                events.stream().map(Event::timeNs).toList());
    }

    @Test
    void whatIsLostBeforeTheFirstMessageIsSaid() {
        List<TcpTalk.Sent> packets = new ArrayList<>(Talks.talk(connected(), GLUSTER, 100_000).packets);
        packets.remove(2);
        List<Event> events = Talks.read(TcpTalk.file(1, packets), context);
        assertEquals(1, Talks.of(events, EventKind.LOST).size());
        assertEquals(1, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
        assertEquals(
                requests(EXPECTED).size() - 1, requests(Talks.lines(events)).size());
    }

    @Test
    void aGapInWhatIsNoFuseIsNotSaid() {
        TcpTalk talk = connected();
        byte[] text = "HTTP/1.1 200 OK".repeat(500).getBytes(StandardCharsets.US_ASCII);
        talk.segment(true, 1, text);
        talk.segment(false, 1, text);
        TcpTalk fuse = new TcpTalk(false, 41000, 7, 8);
        fuse.connect();
        List<TcpTalk.Sent> packets = new ArrayList<>(talk.packets);
        packets.addAll(Talks.talk(fuse, GLUSTER, 9000).packets);
        assertEquals(EXPECTED, Talks.lines(Talks.read(TcpTalk.file(1, packets), context)));
        assertEquals(0, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
    }

    @Test
    void aSynThatComesAgainOrLateBeginsNothing() {
        TcpTalk talk = connected();
        talk.syn();
        List<Message> half = GLUSTER.subList(0, 100);
        Talks.talk(talk, half, 9000);
        talk.syn();
        Talks.talk(talk, GLUSTER.subList(100, GLUSTER.size()), 9000);
        List<Event> events = Talks.read(talk.file(1), context);
        assertEquals(EXPECTED, Talks.lines(events));
        assertEquals(1, events.stream().map(Event::connection).distinct().count());
        List<TcpTalk.Sent> late = new ArrayList<>(Talks.talk(connected(), GLUSTER, 9000).packets);
        late.add(4, late.remove(0)); // behind the first request and its reply
        events = Talks.read(TcpTalk.file(1, late), context);
        assertEquals(EXPECTED, Talks.lines(events));
        assertEquals(1, events.stream().map(Event::connection).distinct().count());
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void connectionsThatEndedMakeRoomForOthers() {
        for (boolean closed : new boolean[] {true, false}) {
            ReadContext own = new ReadContext();
            List<TcpTalk.Sent> packets = new ArrayList<>();
            for (int i = 0; i < TcpTraffic.CONNECTIONS_MAX + 10; i++) {
                TcpTalk talk = new TcpTalk(false, 10_000 + i, i, -i);
                talk.connect();
                Talks.talk(talk, GLUSTER.subList(0, 4), 9000);
                if (closed) {
                    talk.close();
                }
                packets.addAll(talk.packets);
            }
            Talks.read(TcpTalk.file(101, packets), own);
            assertEquals(closed ? 0 : 10, own.diagnostics().count(DiagnosticCode.EVENTS_LOST));
        }
    }
}
