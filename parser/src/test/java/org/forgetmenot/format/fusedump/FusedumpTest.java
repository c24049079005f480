// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.format.message.Messages;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class FusedumpTest {
    private static final String RECORD = """
            52 # 'R'
            03000000 # item_count
            10000000 80a0ce6000000000 15cd5b07 # len, tv_sec, tv_nsec
            0c000000 474c5553544552f5 # len, signature
            2c000000 01000000 0400000000000000 0100000000000000 # len, opcode LOOKUP, unique, nodeid
            00000000 00000000 48030000 0000 0000 # uid, gid, pid, total_extlen, padding
            64697200 # name "dir"
            """;

    private final ReadContext context = new ReadContext();

    private List<String> read(byte[] dump) {
        return read(dump, context, new ArrayList<>());
    }

    private static List<String> read(byte[] dump, ReadContext context, List<Event> copies) {
        CaptureReader reader = new FusedumpFormat().open(new ByteArrayInputStream(dump), context);
        List<String> lines = new ArrayList<>();
        Event event = new Event();
        try {
            while (reader.next(event)) {
                Event copy = new Event();
                copy.copyFrom(event);
                copies.add(copy);
                lines.add(describe(event));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static String describe(Event e) {
        return e.kind() + " " + e.unique() + " " + e.opcode() + " " + e.hasNodeid() + e.nodeid() + " " + e.parent()
                + " "
                + e.name() + " " + e.secondName() + " " + e.nlookup() + " " + e.error() + " " + e.fh() + " " + e.ino()
                + " " + e.mode() + " " + e.sizeBytes() + " " + e.protocolMinor();
    }

    private static byte[] real() throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(TestCaptures.sample("gluster/gluster.fusedump.gz")))) {
            return in.readAllBytes();
        }
    }

    /** The same messages framed as version 1 did: no time, no signature. */
    private static byte[] version1(byte[] dump) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < dump.length) {
            int length = Bytes.i32(dump, at + 33, ByteOrder.LITTLE_ENDIAN);
            out.write(dump[at]);
            out.write(dump, at + 33, length);
            at += 33 + length;
        }
        return out.toByteArray();
    }

    @Test
    void oneRecord() {
        List<Event> events = new ArrayList<>();
        read(Messages.bytes(RECORD), context, events);
        assertEquals(1, events.size());
        Event event = events.get(0);
        assertEquals(1_624_154_240_123_456_789L, event.timeNs());
        assertEquals(4, event.unique());
        assertEquals(840, event.pid());
        assertEquals("dir", event.name().toString());
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void realDump() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("gluster/gluster.fusedump.gz"))) {
            assertEquals("fusedump", capture.format().id());
            List<Event> events = TestCaptures.events(capture);
            Map<String, Integer> requests = new TreeMap<>();
            Map<EventKind, Integer> kinds = new HashMap<>();
            Map<Long, Long> counts = new HashMap<>();
            long granted = 0;
            long forgotten = 0;
            for (Event event : events) {
                kinds.merge(event.kind(), 1, Integer::sum);
                assertTrue(event.hasTimeNs());
                switch (event.kind()) {
                    case REQUEST -> requests.merge(Opcode.name(event.opcode()), 1, Integer::sum);
                    case ENTRY -> {
                        granted++;
                        counts.merge(event.nodeid(), 1L, Long::sum);
                        assertTrue(event.hasParent());
                    }
                    case FORGET -> {
                        forgotten += event.nlookup();
                        assertTrue(counts.merge(event.nodeid(), -event.nlookup(), Long::sum) >= 0, describe(event));
                    }
                    default -> {}
                }
            }
            assertEquals(
                    "{BATCH_FORGET=1, CREATE=5, FLUSH=23, FORGET=55, GETATTR=22, GETXATTR=197, INIT=1, LINK=1,"
                            + " LOOKUP=56, MKDIR=1, OPEN=9, OPENDIR=23, READ=9, READDIRPLUS=45, READLINK=2, RELEASE=14,"
                            + " RELEASEDIR=23, RENAME=1, RENAME2=1, RMDIR=1, STATFS=1, SYMLINK=1, UNLINK=7, WRITE=5}",
                    requests.toString());
            assertEquals(177, kinds.get(EventKind.ENTRY));
            assertEquals(58, kinds.get(EventKind.FORGET));
            assertEquals(448, kinds.get(EventKind.REPLY));
            assertEquals(177, granted);
            assertEquals(132, forgotten);
            assertEquals(List.of(), capture.context().diagnostics().rows());
            Event init = events.get(1);
            assertEquals(24, init.protocolMinor());
            assertTrue(capture.reader().capabilities().contains(Capability.TIME));
        }
    }

    @Test
    void version1HoldsTheSameEvents() throws IOException {
        byte[] dump = real();
        byte[] old = version1(dump);
        ReadContext oldContext = new ReadContext();
        assertEquals(read(dump), read(old, oldContext, new ArrayList<>()));
        assertEquals(List.of(), oldContext.diagnostics().rows());
        CaptureReader reader = new FusedumpFormat().open(new ByteArrayInputStream(old), oldContext);
        Event event = new Event();
        assertTrue(reader.next(event));
        assertFalse(event.hasTimeNs());
        assertFalse(reader.capabilities().contains(Capability.TIME));
    }

    @Test
    void theOtherByteOrder() {
        byte[] init = new byte[1 + InHeader.BYTES + InitIn.BYTES];
        init[0] = 'R';
        Bytes.put32(init, 1, ByteOrder.BIG_ENDIAN, init.length - 1);
        Bytes.put32(init, 1 + InHeader.OPCODE, ByteOrder.BIG_ENDIAN, 26);
        Bytes.put64(init, 1 + InHeader.UNIQUE, ByteOrder.BIG_ENDIAN, 2);
        Bytes.put32(init, 1 + InHeader.BYTES + InitIn.MINOR, ByteOrder.BIG_ENDIAN, 31);
        assertEquals(Sniff.YES, new FusedumpFormat().sniff(new Prefix(init)));
        List<Event> events = new ArrayList<>();
        read(init, context, events);
        assertEquals(2, events.get(0).unique());
        assertEquals(31, events.get(0).protocolMinor());

        // version 2: the count of items says it
        byte[] framed = new byte[33 + init.length - 1];
        System.arraycopy(Messages.bytes(RECORD), 0, framed, 0, 33);
        System.arraycopy(init, 1, framed, 33, init.length - 1);
        for (int number : new int[] {1, 5, 21}) {
            Bytes.put32(framed, number, ByteOrder.BIG_ENDIAN, Bytes.i32(framed, number, ByteOrder.LITTLE_ENDIAN));
        }
        Bytes.put64(framed, 9, ByteOrder.BIG_ENDIAN, 77);
        Bytes.put32(framed, 17, ByteOrder.BIG_ENDIAN, 5);
        assertEquals(Sniff.YES, new FusedumpFormat().sniff(new Prefix(framed)));
        read(framed, context, events);
        assertEquals(77_000_000_005L, events.get(1).timeNs());
        assertEquals(List.of(), context.diagnostics().rows());
    }

    @Test
    void everyCutEndsCleanly() throws IOException {
        byte[] start = Arrays.copyOf(real(), 2048);
        List<String> whole = read(start);
        for (byte[] dump : List.of(start, version1(real()))) {
            cuts(dump);
        }
        assertTrue(whole.size() > 10);
    }

    private static void cuts(byte[] dump) {
        List<String> previous = List.of();
        for (int length = 0; length < Math.min(dump.length, 2048); length++) {
            ReadContext cut = new ReadContext();
            List<String> events = read(Arrays.copyOf(dump, length), cut, new ArrayList<>());
            assertTrue(cut.diagnostics().count(DiagnosticCode.CUT_SHORT) <= 1);
            assertEquals(previous, events.subList(0, previous.size()));
            assertEquals(0, cut.diagnostics().count(DiagnosticCode.RECORD_DAMAGED));
            previous = events;
        }
    }

    @Test
    void flippedBytesThrowNothing() throws IOException {
        byte[] dump = Arrays.copyOf(real(), 30_000);
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] flipped = dump.clone();
            for (int i = 0; i < 1 + seed % 40; i++) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
            }
            ReadContext damaged = new ReadContext();
            List<String> events = read(flipped, damaged, new ArrayList<>());
            assertTrue(events.size() < 5000, "seed " + seed);
        }
    }

    @Test
    void lengthsThatMakeNoSense() {
        for (int length : new int[] {-1, Integer.MAX_VALUE, MessageDecoder.MESSAGE_BYTES_MAX + 1, 3}) {
            byte[] record = Messages.bytes(RECORD);
            Bytes.put32(record, 33, ByteOrder.LITTLE_ENDIAN, length);
            ReadContext damaged = new ReadContext();
            assertEquals(List.of(), read(record, damaged, new ArrayList<>()));
            assertEquals(1, damaged.diagnostics().count(DiagnosticCode.RECORD_DAMAGED), "length " + length);
        }
        byte[] longest = Messages.bytes(RECORD);
        Bytes.put32(longest, 33, ByteOrder.LITTLE_ENDIAN, MessageDecoder.MESSAGE_BYTES_MAX);
        read(longest);
        assertEquals(1, context.diagnostics().count(DiagnosticCode.CUT_SHORT));
        byte[] signature = Messages.bytes(RECORD);
        signature[30] = 'x';
        read(signature);
        byte[] direction = Messages.bytes(RECORD);
        direction[0] = 'X';
        read(direction);
        assertEquals(2, context.diagnostics().count(DiagnosticCode.RECORD_DAMAGED));
    }

    @Test
    void aLongMessageIsReadWhole() {
        byte[] write = new byte[1 + (4 << 20)];
        write[0] = 'R';
        Bytes.put32(write, 1, ByteOrder.LITTLE_ENDIAN, write.length - 1);
        Bytes.put32(write, 1 + InHeader.OPCODE, ByteOrder.LITTLE_ENDIAN, Opcode.WRITE.number());
        List<Event> events = new ArrayList<>();
        read(write, context, events);
        assertEquals(4 << 20, events.get(0).message().length());
    }

    @Test
    void sniffing() throws IOException {
        FusedumpFormat format = new FusedumpFormat();
        byte[] dump = real();
        assertEquals(Sniff.YES, format.sniff(new Prefix(dump)));
        assertEquals(Sniff.YES, format.sniff(new Prefix(Messages.bytes(RECORD))));
        byte[] old = version1(dump);
        assertEquals(Sniff.YES, format.sniff(new Prefix(old)));
        // without its INIT, 105 bytes and the reply's 81
        byte[] tail = Arrays.copyOfRange(old, 105 + 81, old.length);
        assertEquals(Sniff.MAYBE, format.sniff(new Prefix(tail)));
        for (String other :
                List.of("Received request: x", "R", "W", "", "RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR", "# tracer: nop")) {
            assertEquals(
                    Sniff.NO, format.sniff(new Prefix(other.getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        }
    }
}
