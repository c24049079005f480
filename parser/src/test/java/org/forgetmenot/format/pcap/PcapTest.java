// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The containers, the messages on USER0, and files that hold something else. */
class PcapTest {
    private final ReadContext context = new ReadContext();

    private static byte[] user0() {
        return Talks.user0(Talks.gluster(), ByteOrder.LITTLE_ENDIAN);
    }

    /** A classic file of the same packets. */
    private static byte[] classic(ByteOrder order, int magic, int linkType, List<byte[]> packets) {
        ByteBuffer out = ByteBuffer.allocate(
                        24 + packets.stream().mapToInt(p -> 16 + p.length).sum())
                .order(order);
        out.putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262144)
                .putInt(linkType);
        for (byte[] packet : packets) {
            out.putInt(3).putInt(5).putInt(packet.length).putInt(packet.length).put(packet);
        }
        return out.array();
    }

    private static List<byte[]> records() {
        return Talks.gluster().stream()
                .map(m -> Talks.record(m, 7, 0, ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    @Test
    void whatTheWriterWroteIsReadBack() {
        List<Event> events = Talks.read(user0(), context);
        assertEquals(Talks.expected(), Talks.lines(events));
        assertTrue(
                events.stream().allMatch(e -> e.connection() == 7 && e.queue() == 1 && e.timeNs() == 1_000_000_007L));
        assertEquals(List.of(), context.diagnostics().rows());
    }

    /**
     * The first messages of the session sent over loopback and recorded by tcpdump 4.99 and dumpcap 4.0, or written by
     * editcap; tcpdump's with the bytes of their headers swapped are those of a big-endian machine.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ethernet-us.pcap",
                "ethernet-ns.pcap",
                "big-endian-us.pcap",
                "big-endian-ns.pcap",
                "ethernet.pcapng",
                "cooked.pcap",
                "cooked2-ipv6.pcap",
                "raw.pcap",
                "user0.pcap",
                "user0.pcapng"
            })
    void whatOtherProgramsWroteIsRead(String name) throws IOException {
        List<Event> events = Talks.read(Files.readAllBytes(TestCaptures.resource("pcap/" + name)), context);
        assertEquals(45, events.size());
        assertEquals(Talks.expected().subList(0, 45), Talks.lines(events));
        assertEquals(List.of(), context.diagnostics().rows());
        long lasted = events.get(44).timeNs() - events.get(0).timeNs();
        assertTrue(lasted > 0 && lasted < 1_000_000_000, "lasted " + lasted);
    }

    @Test
    void everyClassicForm() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int magic : new int[] {ClassicFile.MAGIC_US, ClassicFile.MAGIC_NS}) {
                byte[] file = classic(order, magic, FuseRecord.LINK_TYPE, records());
                assertEquals(Sniff.YES, new PcapFormat().sniff(new Prefix(file)));
                List<Event> events = Talks.read(file, context);
                assertEquals(Talks.expected(), Talks.lines(events));
                assertEquals(
                        magic == ClassicFile.MAGIC_US ? 3_000_005_000L : 3_000_000_005L,
                        events.get(0).timeNs());
            }
        }
        assertEquals(List.of(), context.diagnostics().rows());
    }

    /** A pcapng block in an order. */
    private static byte[] block(ByteOrder order, int type, byte[] body) {
        int length = 12 + ((body.length + 3) & ~3);
        ByteBuffer out = ByteBuffer.allocate(length).order(order);
        out.putInt(type).putInt(length).put(body);
        return out.putInt(length - 4, length).array();
    }

    private static byte[] section(ByteOrder order) {
        return block(
                order,
                Pcapng.SECTION_HEADER,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(Pcapng.BYTE_ORDER_MAGIC)
                        .putShort((short) 1)
                        .array());
    }

    private static byte[] description(ByteOrder order, int linkType, int resolution) {
        ByteBuffer body = ByteBuffer.allocate(20).order(order);
        body.putShort((short) linkType).putShort((short) 0).putInt(0);
        body.putShort((short) 9).putShort((short) 1).put((byte) resolution);
        return block(order, Pcapng.INTERFACE_DESCRIPTION, body.array());
    }

    private static byte[] enhanced(ByteOrder order, int number, long ticks, byte[] packet) {
        ByteBuffer body = ByteBuffer.allocate(20 + packet.length).order(order);
        body.putInt(number)
                .putInt((int) (ticks >>> 32))
                .putInt((int) ticks)
                .putInt(packet.length)
                .putInt(packet.length);
        return block(order, Pcapng.ENHANCED_PACKET, body.put(packet).array());
    }

    private static byte[] simple(ByteOrder order, byte[] packet) {
        return block(
                order,
                Pcapng.SIMPLE_PACKET,
                ByteBuffer.allocate(4 + packet.length)
                        .order(order)
                        .putInt(packet.length)
                        .put(packet)
                        .array());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void sectionsOrdersInterfacesAndResolutions() {
        List<byte[]> r = records();
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        byte[] file = join(
                section(big),
                description(big, 1, 6),
                description(big, FuseRecord.LINK_TYPE, 3),
                block(big, 0x0bad, new byte[200_000]), // somebody's own
                enhanced(big, 1, 12L, r.get(0)),
                section(little),
                description(little, FuseRecord.LINK_TYPE, 0x80 | 34),
                enhanced(little, 0, (5L << 34) + (1L << 33), r.get(1)),
                simple(little, r.get(2)));
        assertEquals(Sniff.YES, new PcapFormat().sniff(new Prefix(file)));
        List<Event> events = Talks.read(file, context);
        assertEquals(Talks.expected().subList(0, events.size()), Talks.lines(events));
        assertEquals(12_000_000L, events.get(0).timeNs());
        assertEquals(5_500_000_000L, events.get(1).timeNs());
        assertTrue(events.size() > 2);
        assertFalse(events.get(2).hasTimeNs());
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void resolutions() {
        assertEquals(7_000L, new CaptureInterface(1, 0, 6, 0).toNs(7));
        assertEquals(2_000_000_007L, new CaptureInterface(1, 0, 9, 2).toNs(7));
        assertEquals(7L, new CaptureInterface(1, 0, 12, 0).toNs(7_999));
        assertEquals(3_250_000_000L, new CaptureInterface(1, 0, 0x80 | 2, 0).toNs(13));
        assertEquals(250_000_000L, new CaptureInterface(1, 0, 0x80 | 63, 0).toNs(1L << 61));
        assertEquals(0, new CaptureInterface(1, 0, 0x7f, 0).toNs(-1));
        assertEquals(0, new CaptureInterface(1, 0, 0xff, 0).toNs(-1));
    }

    @Test
    void theMessagesByteOrderIsItsOwn() {
        byte[] request = new byte[104];
        ByteBuffer.wrap(request).putInt(104).putInt(26).putLong(2).putLong(0).position(40);
        ByteBuffer.wrap(request).putInt(40, 7).putInt(44, 31);
        List<Talks.Message> init = List.of(new Talks.Message(true, request));
        List<Event> events = Talks.read(Talks.user0(init, ByteOrder.BIG_ENDIAN), context);
        assertEquals(31, events.get(0).protocolMinor());
        TcpTalk talk = new TcpTalk();
        talk.connect();
        talk.send(true, request, 50);
        assertEquals(31, Talks.read(talk.file(1), context).get(0).protocolMinor());
    }

    @Test
    void aHealthySessionIsHealthyInEveryForm() throws IOException {
        TcpTalk talk = new TcpTalk();
        talk.connect();
        for (byte[] file :
                List.of(user0(), Talks.talk(talk, Talks.gluster(), 5000).file(1))) {
            try (Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(file))) {
                assertEquals("pcap", capture.format().id());
                Diagnosis diagnosis = Analysis.diagnose(List.of(capture));
                assertFalse(diagnosis.hasFindings());
                assertTrue(capture.reader().capabilities().contains(Capability.TIME));
            }
        }
    }

    @Test
    void connectionsOfOneFileHaveNodeidsOfTheirOwn() throws IOException {
        List<byte[]> mixed = new ArrayList<>();
        for (Talks.Message m : Talks.gluster()) {
            for (int connection = 0; connection < 3; connection++) {
                mixed.add(Talks.record(m, connection, FuseRecord.NO_QUEUE, ByteOrder.LITTLE_ENDIAN));
            }
        }
        try (Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(Talks.user0(mixed)))) {
            assertFalse(Analysis.diagnose(List.of(capture)).hasFindings());
            assertEquals(List.of(), capture.context().diagnostics().rows());
        }
    }

    @Test
    void everyCutEndsCleanly() {
        byte[] small = Arrays.copyOf(user0(), 3000);
        TcpTalk talk = new TcpTalk();
        talk.connect();
        byte[] tcp = Arrays.copyOf(Talks.talk(talk, Talks.gluster(), 100).file(1), 3000);
        byte[] old = Arrays.copyOf(
                classic(ByteOrder.BIG_ENDIAN, ClassicFile.MAGIC_NS, FuseRecord.LINK_TYPE, records()), 3000);
        for (byte[] file : List.of(small, tcp, old)) {
            List<String> previous = List.of();
            for (int length = 0; length < file.length; length++) {
                ReadContext cut = new ReadContext();
                List<String> lines = tolerant(Arrays.copyOf(file, length), cut);
                assertEquals(previous, lines.subList(0, previous.size()));
                // of the file and of a stream
                assertTrue(cut.diagnostics().count(DiagnosticCode.CUT_SHORT) <= (file == tcp ? 2 : 1));
                previous = lines;
            }
            assertTrue(previous.size() > 5);
        }
    }

    @Test
    void flippedBytesThrowNothing() {
        TcpTalk talk = new TcpTalk();
        talk.connect();
        byte[] tcp = Talks.talk(talk, Talks.gluster(), 300).file(1);
        for (byte[] file : List.of(user0(), tcp)) {
            for (long seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                byte[] flipped = file.clone();
                for (int i = 0; i < 1 + seed % 40; i++) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
                }
                assertTrue(tolerant(flipped, new ReadContext()).size() < 3000, "seed " + seed);
            }
        }
    }

    /** Reads what there is; that there is nothing is said in one line and no other way. */
    private static List<String> tolerant(byte[] file, ReadContext context) {
        CaptureReader reader = new PcapFormat().open(new ByteArrayInputStream(file), context);
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        try {
            while (reader.next(event)) {
                Event copy = new Event();
                copy.copyFrom(event);
                events.add(copy);
            }
        } catch (CaptureException e) {
            assertEquals(List.of(), events);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Talks.lines(events);
    }

    @Test
    void lengthsThatMakeNoSense() {
        byte[] file = join(section(ByteOrder.LITTLE_ENDIAN), description(ByteOrder.LITTLE_ENDIAN, 147, 9));
        byte[] packet = enhanced(ByteOrder.LITTLE_ENDIAN, 0, 1, records().get(0));
        for (int length : new int[] {0, 4, 13, 28, 1 << 30, -4, Integer.MAX_VALUE - 3}) {
            byte[] damaged = packet.clone();
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length);
            ReadContext own = new ReadContext();
            assertEquals(List.of(), tolerant(join(file, damaged), own));
            assertEquals(1, own.diagnostics().count(DiagnosticCode.RECORD_DAMAGED), "length " + length);
        }
        for (int at : new int[] {8, 20, packet.length - 4}) { // interface, recorded bytes, trailing length
            byte[] damaged = packet.clone();
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, -1);
            ReadContext own = new ReadContext();
            tolerant(join(file, damaged), own);
            assertEquals(1, own.diagnostics().count(DiagnosticCode.RECORD_DAMAGED), "at " + at);
        }
        // a block nobody knows may be of any length: it is passed, not kept
        byte[] unknown = block(ByteOrder.LITTLE_ENDIAN, 0x4444, new byte[4]);
        ByteBuffer.wrap(unknown).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -4);
        tolerant(join(file, unknown), context);
        assertEquals(1, context.diagnostics().count(DiagnosticCode.CUT_SHORT));
        byte[] classic = classic(ByteOrder.LITTLE_ENDIAN, ClassicFile.MAGIC_US, 147, records());
        ByteBuffer.wrap(classic).order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 8, -1);
        tolerant(classic, context);
        assertEquals(1, context.diagnostics().count(DiagnosticCode.RECORD_DAMAGED));
    }

    /** A file with one packet, of which so many bytes were recorded. */
    private static byte[] cut(Talks.Message message, int recordedBytes) {
        byte[] packet = Talks.record(message, 0, FuseRecord.NO_QUEUE, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer body = ByteBuffer.allocate(20 + recordedBytes).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(0).putLong(0).putInt(recordedBytes).putInt(packet.length).put(packet, 0, recordedBytes);
        return join(
                section(ByteOrder.LITTLE_ENDIAN),
                description(ByteOrder.LITTLE_ENDIAN, 147, 9),
                block(ByteOrder.LITTLE_ENDIAN, Pcapng.ENHANCED_PACKET, body.array()));
    }

    private static Talks.Message firstRequest(Opcode opcode) {
        return Talks.gluster().stream()
                .filter(m ->
                        m.fromKernel() && InHeader.opcode(m.bytes(), 0, ByteOrder.LITTLE_ENDIAN) == opcode.number())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCutMessageIsReadAsFarAsItGoes() throws IOException {
        for (Opcode opcode : List.of(Opcode.WRITE, Opcode.FORGET)) {
            ReadContext own = new ReadContext();
            CaptureReader reader = new PcapFormat().open(new ByteArrayInputStream(cut(firstRequest(opcode), 52)), own);
            Event event = new Event();
            assertTrue(reader.next(event));
            assertEquals(opcode.number(), event.opcode());
            // what a WRITE lacks is data, what a FORGET lacks is a count
            assertEquals(opcode == Opcode.WRITE, reader.showsEveryCount());
            assertEquals(1, own.diagnostics().count(DiagnosticCode.PACKET_CUT));
            assertEquals(0, own.diagnostics().count(DiagnosticCode.EVENTS_LOST));
        }
    }

    @Test
    void aMessageThatIsCutToNothingIsLost() {
        List<Event> events = Talks.read(cut(firstRequest(Opcode.WRITE), 20), context);
        assertEquals(List.of(EventKind.LOST), events.stream().map(Event::kind).toList());
        assertEquals(1, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
    }

    @Test
    void theRecorderSaysWhereMessagesAreMissing() {
        byte[] counted = new byte[FuseRecord.BYTES + 8];
        FuseRecord.put(counted, 0, FuseRecord.LOST, 5, FuseRecord.NO_QUEUE, ByteOrder.LITTLE_ENDIAN);
        FuseRecord.putLostCount(counted, 0, 11);
        byte[] uncounted = Arrays.copyOf(counted, FuseRecord.BYTES);
        List<Event> events = Talks.read(Talks.user0(List.of(records().get(0), counted, uncounted)), context);
        assertEquals(EventKind.LOST, events.get(1).kind());
        assertEquals(11, events.get(1).count());
        assertEquals(5, events.get(1).connection());
        assertEquals(EventKind.LOST, events.get(2).kind());
        assertFalse(events.get(2).hasCount());
        assertEquals(12, context.diagnostics().count(DiagnosticCode.EVENTS_LOST));
    }

    private static String refusal(byte[] file) {
        CaptureException refused = assertThrows(CaptureException.class, () -> {
            CaptureReader reader = new PcapFormat().open(new ByteArrayInputStream(file), new ReadContext("f.pcap"));
            reader.next(new Event());
        });
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("f.pcap: ") && !message.contains("\n"), message);
        return message;
    }

    @Test
    void somethingElseIsSaidInOneLine() {
        TcpTalk http = new TcpTalk();
        http.connect();
        http.send(true, "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 1000);
        byte[] page = new byte[300_000];
        new Random(3).nextBytes(page);
        http.send(false, "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 1000);
        http.send(false, page, 1448);
        byte[] dns = new byte[28 + 40];
        dns[0] = 0x45;
        dns[3] = (byte) dns.length;
        dns[9] = 17;
        List<TcpTalk.Sent> packets = new ArrayList<>(http.packets);
        packets.add(new TcpTalk.Sent(dns, true));
        String message = refusal(TcpTalk.file(1, packets));
        assertTrue(message.contains("Ethernet (" + packets.size() + " packets)"), message);
        assertTrue(message.contains("UDP (1)") && message.contains("1 TCP connection without FUSE"), message);
        // and the same from the middle of the download
        assertTrue(
                refusal(TcpTalk.file(113, packets.subList(9, packets.size()))).contains("Linux cooked"));
        assertTrue(refusal(TcpTalk.file(189, packets)).contains("USB"));
        assertTrue(refusal(TcpTalk.file(147, packets)).contains("USER0"));
        assertTrue(refusal(Arrays.copyOf(user0(), 28)).contains("no packet"));
        assertTrue(refusal(new byte[40]).contains("no packet"));
    }

    @Test
    void sniffing() {
        PcapFormat format = new PcapFormat();
        for (String other : List.of("", "\n\r\r\n", "\n\r\r\n00001234", "# tracer: nop", "Rxxxxxxxxxxxxxxxxxxxxxxxx")) {
            assertEquals(Sniff.NO, format.sniff(new Prefix(other.getBytes(StandardCharsets.ISO_8859_1))));
        }
        assertEquals(Sniff.YES, format.sniff(new Prefix(user0())));
    }
}
