// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
        talk.send(true, java.util.Arrays.copyOfRange(stream, 13, stream.length), 777);
        List<String> requests = requests(Talks.lines(Talks.read(talk.file(1), context)));
        List<String> all = requests(EXPECTED);
        assertEquals(all.subList(1, all.size()), requests);
    }

    private static byte[] requestsOnly() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
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
}
