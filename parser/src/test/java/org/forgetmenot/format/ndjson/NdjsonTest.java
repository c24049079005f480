// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.report.Analysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event comes back from its line as it was. */
class NdjsonTest {
    private static final String HEADER =
            "{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"fusedump\",\"capabilities\":[\"time\"]}\n";
    private static final String END = "{\"end\":true,\"held\":[\"time\"],\"diagnostics\":{}}\n";

    /** The whole of a capture as NDJSON. */
    static byte[] write(Capture capture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonWriter writer = new NdjsonWriter(out)) {
            writer.begin(capture);
            Event event = new Event();
            while (capture.reader().next(event)) {
                writer.write(event);
            }
            writer.end(capture);
        }
        return out.toByteArray();
    }

    private static Capture open(byte[] ndjson) throws IOException {
        return Capture.open(Capture.STDIN, null, new ByteArrayInputStream(ndjson));
    }

    private static Capture open(String ndjson) throws IOException {
        return open(ndjson.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(byte[] ndjson) {
        return new String(ndjson, StandardCharsets.UTF_8).replaceAll("\"position\":\"?[0-9]+\"?", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gluster/gluster.fusedump.gz",
                "submount-incident/guest.ftrace.gz",
                "submount-incident/virtiofsd.log.gz"
            })
    void aRealCaptureComesBackWithEveryField(String name) throws IOException {
        byte[] once = write(TestCaptures.open(TestCaptures.sample(name)));
        Capture again = open(once);
        assertEquals("ndjson", again.format().id());
        byte[] twice = write(again);
        assertEquals(body(once).replaceFirst("\"dialect\":\"[a-z-]+\"", "\"dialect\":\"ndjson\""), body(twice));
        assertEquals(0, again.context().diagnostics().count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(
                TestCaptures.counts(TestCaptures.open(TestCaptures.sample(name))), TestCaptures.counts(open(once)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gluster/gluster.fusedump.gz",
                "submount-incident/guest.ftrace.gz",
                "submount-incident/virtiofsd.log.gz",
                "submount-fixed/guest.ftrace.gz"
            })
    void theVerdictIsTheSame(String name) throws IOException {
        Capture original = TestCaptures.open(TestCaptures.sample(name));
        byte[] ndjson = write(TestCaptures.open(TestCaptures.sample(name)));
        assertEquals(
                Analysis.diagnose(List.of(original)).verdict(),
                Analysis.diagnose(List.of(open(ndjson))).verdict());
    }

    @Test
    void capabilitiesAreThoseOfTheSource() throws IOException {
        Capture source = TestCaptures.open(TestCaptures.sample("submount-incident/virtiofsd.log.gz"));
        Capture capture = open(write(source));
        assertEquals(source.format().capabilities(), capture.capabilities());
        TestCaptures.events(capture);
        assertEquals(source.reader().capabilities(), capture.reader().capabilities());
    }

    @Test
    void countsThatTheSourceHidesAreNotTrusted() throws IOException {
        // sshfs answered READDIRPLUS, whose entries the log does not name
        Capture source = TestCaptures.open(TestCaptures.resource("libfuse-hl.log.gz"));
        Capture capture = open(write(source));
        assertFalse(source.reader().showsEveryCount());
        assertTrue(capture.reader().showsEveryCount());
        TestCaptures.events(capture);
        assertFalse(capture.reader().showsEveryCount());
        assertEquals(0, capture.context().diagnostics().count(DiagnosticCode.LINE_DAMAGED));
        String exact = HEADER.replace("\"time\"", "\"entry-nodeids\",\"readdirplus-entries\",\"forget-counts\"");
        Capture two = open(exact + END + HEADER + END);
        assertTrue(two.capabilities().containsAll(Capability.COUNTS));
        TestCaptures.events(two);
        assertFalse(two.reader().showsEveryCount());
    }

    private static long any(Random random) {
        return random.nextLong() >>> random.nextInt(64);
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            byte[] text = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            return text;
        }
        return bytes;
    }

    private static Event random(Random random) {
        EventKind[] kinds = EventKind.values();
        Event event = new Event().start(kinds[random.nextInt(kinds.length)], any(random));
        List<Runnable> setters = List.of(
                () -> event.timeNs(random.nextLong()),
                () -> event.timeNs(Long.MIN_VALUE),
                () -> event.pid(random.nextInt()),
                () -> event.cpu(random.nextInt(64)),
                () -> event.connection(any(random)),
                () -> event.queue(random.nextInt(9)),
                () -> event.unique(any(random)),
                () -> event.opcode(random.nextInt(60)),
                () -> event.nodeid(any(random)),
                () -> event.nodeid(-1),
                () -> event.parent(any(random)),
                () -> event.nlookup((1L << 53) + random.nextInt(3) - 1),
                () -> event.serverCount(any(random)),
                () -> event.error(-random.nextInt(512)),
                () -> event.generation(any(random)),
                () -> event.ino(any(random)),
                () -> event.mode(random.nextInt()),
                () -> event.attrFlags(random.nextInt(4)),
                () -> event.superblock(any(random)),
                () -> event.sDev(random.nextInt(1000)),
                () -> event.inode(any(random)),
                () -> event.fh(any(random)),
                () -> event.otherNodeid(any(random)),
                () -> event.targetUnique(any(random)),
                () -> event.sizeBytes(any(random)),
                () -> event.count(any(random)),
                () -> event.protocolMinor(random.nextInt(50)),
                () -> event.caller(random.nextInt(8) - 1),
                () -> event.commonNs(random.nextLong()),
                () -> event.stack(random.nextInt(2)),
                () -> set(event.name(), bytes(random, 40)),
                () -> set(event.secondName(), bytes(random, 40)),
                () -> set(event.task(), bytes(random, 16)),
                () -> set(event.message(), bytes(random, 500)));
        setters.forEach(setter -> {
            if (random.nextInt(3) == 0) {
                setter.run();
            }
        });
        return event;
    }

    private static void set(org.forgetmenot.event.Text text, byte[] bytes) {
        text.set(bytes, 0, bytes.length);
    }

    private static byte[] write(List<Event> events, Stacks stacks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonWriter writer = new NdjsonWriter(out)) {
            writer.begin("ftrace", EnumSet.allOf(Capability.class), stacks);
            for (Event event : events) {
                writer.write(event);
            }
            writer.end(EnumSet.of(Capability.TIME), new Diagnostics());
        }
        return out.toByteArray();
    }

    @Test
    void anyEventComesBackAsItWas() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Stacks stacks = new Stacks();
            stacks.add(1, List.of("fuse_queue_forget", "evict \"quoted\" \u00e4"));
            stacks.add(2, List.of("fuse_queue_forget", "shrink_dcache_sb+0x1/0x2"));
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                events.add(random(random));
            }
            byte[] once = write(events, stacks);
            Capture capture = open(once);
            List<Event> back = TestCaptures.events(capture);
            assertEquals(events.size(), back.size(), "seed " + seed);
            for (int i = 0; i < events.size(); i++) {
                assertArrayEquals(raw(events.get(i).name()), raw(back.get(i).name()), "seed " + seed);
                assertArrayEquals(raw(events.get(i).message()), raw(back.get(i).message()), "seed " + seed);
                assertEquals(i + 2, back.get(i).position());
            }
            assertEquals(body(once), body(write(back, capture.context().stacks())), "seed " + seed);
            assertEquals(List.of(), capture.context().diagnostics().rows());
        }
    }

    private static byte[] raw(org.forgetmenot.event.Text text) {
        return Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length());
    }

    @Test
    void sortedFieldsAndUnknownOnesAreRead() throws IOException {
        Capture capture = open(HEADER + "{\"error\":-9,\"kind\":\"reply\",\"later\":{\"a\":[1]},\"unique\":4}\n" + END);
        Event event = TestCaptures.events(capture).get(0);
        assertEquals(EventKind.REPLY, event.kind());
        assertEquals(-9, event.error());
        assertEquals(4, event.unique());
        assertFalse(event.hasNodeid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"reply\",\"unique\":-4}",
                "{\"kind\":\"reply\",\"unique\":\"18446744073709551616\"}",
                "{\"kind\":\"reply\",\"unique\":\"\"}",
                "{\"kind\":\"reply\",\"unique\":1.5}",
                "{\"kind\":\"reply\",\"name\":\"\\ud800\"}",
                "{\"kind\":\"reply\",\"message\":\"abc\"}",
                "{\"kind\":\"reply\",\"message\":\"ab=c\"}",
                "{\"kind\":\"reply\",\"stack\":{}}",
                "{\"kind\":\"reply\"} {}",
                "{\"kind\":7}",
                "{}",
                "[]",
                "7",
                "{\"kind\":\"reply\""
            })
    void aLineThatMakesNoSenseIsCountedAndPassed(String line) throws IOException {
        Capture capture = open(HEADER + line + "\n{\"kind\":\"reply\",\"unique\":4}\n" + END);
        assertEquals(1, TestCaptures.events(capture).size());
        assertEquals(1, capture.context().diagnostics().count(DiagnosticCode.LINE_DAMAGED));
    }

    @Test
    void anotherSchemaIsRefused() throws IOException {
        Capture capture = open(HEADER.replace("event/1", "event/2"));
        assertTrue(assertThrows(CaptureException.class, () -> TestCaptures.events(capture))
                .getMessage()
                .contains("forgetmenot/event/2"));
    }

    @Test
    void aCutAtAnyByteIsAnEnd() throws IOException {
        byte[] whole = (HEADER + "{\"kind\":\"reply\",\"unique\":4}\n" + END).getBytes(StandardCharsets.UTF_8);
        for (int length = 40; length < whole.length - 1; length++) {
            Capture capture = open(Arrays.copyOf(whole, length));
            TestCaptures.events(capture);
            assertEquals(1, capture.context().diagnostics().count(DiagnosticCode.CUT_SHORT), "at " + length);
            assertEquals(0, capture.context().diagnostics().count(DiagnosticCode.LINE_DAMAGED), "at " + length);
        }
    }

    @Test
    void damageIsNeverAnException() throws IOException {
        byte[] whole = write(TestCaptures.open(TestCaptures.sample("submount-incident/guest.ftrace.gz")));
        Random random = new Random(11);
        for (int i = 0; i < 60; i++) {
            byte[] bad = Arrays.copyOf(whole, 60_000);
            for (int flips = 0; flips < 20; flips++) {
                bad[150 + random.nextInt(bad.length - 150)] ^= (byte) (1 << random.nextInt(8));
            }
            Analysis.diagnose(List.of(open(bad)));
        }
    }
}
