// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through another form comes back the same, and what a form cannot hold is said. */
class ConvertTest {
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";
    private static final String CAPTURES = "../parser/src/test/resources/captures/";
    private static final String SERVER_LOG = "../samples/submount-incident/virtiofsd.log.gz";
    private static final String GUEST = "../samples/submount-incident/guest.ftrace.gz";

    @TempDir
    private Path folder = Path.of("");

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Run converted(String... args) {
        List<String> all = new ArrayList<>(List.of("convert"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        return run;
    }

    /** Converts a file and gives what became of it. */
    private byte[] through(byte[] file, String from, String to) throws IOException {
        Files.write(folder.resolve("a." + from), file);
        // a dump without times is told by its looks, and what it holds here looks like nothing
        String dialect = from.equals("pcapng") ? "pcap" : from;
        Run run = converted("--force", "--dialect", dialect, file("a." + from), "-o", file("b." + to));
        assertEquals(List.of(), cannotHold(run), from + " to " + to);
        return Files.readAllBytes(folder.resolve("b." + to));
    }

    private static List<String> cannotHold(Run run) {
        return run.errLines().stream()
                .filter(line -> line.contains("cannot hold"))
                .toList();
    }

    /** The events of an NDJSON file, without their places in the capture that they come from. */
    private static List<String> events(byte[] ndjson) {
        return new String(ndjson, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"kind\"") || line.startsWith("{\"countsHidden\""))
                .map(line -> line.replaceFirst(",\"position\":[0-9]+", ""))
                .toList();
    }

    /** Lists that are long, and whose lines are. */
    private static void assertSame(List<String> before, List<String> after, String what) {
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (!before.get(i).equals(after.get(i))) {
                assertEquals(shortened(before.get(i)), shortened(after.get(i)), what + ", line " + i);
            }
        }
        assertEquals(before.size(), after.size(), what);
    }

    private static String shortened(String line) {
        return line.substring(0, Math.min(line.length(), 300)) + " (" + line.length() + ", " + line.hashCode() + ")";
    }

    private static void assertSamePackets(byte[] before, byte[] after, String what) {
        assertSame(
                Conversation.lines(Conversation.ofPcapng(before)),
                Conversation.lines(Conversation.ofPcapng(after)),
                what);
    }

    @Test
    void whatOneConnectionSaidGoesThroughEveryFormAndBack() throws IOException {
        for (long seed = 0; seed < 25; seed++) {
            List<Conversation.Message> talk = Conversation.of(seed, true);
            byte[] dump = Conversation.fusedump(talk);
            byte[] pcapng = Conversation.pcapng(talk);
            byte[] ndjson = through(dump, "fusedump", "ndjson");
            String what = "seed " + seed;
            assertArrayEquals(dump, through(ndjson, "ndjson", "fusedump"), what);
            assertArrayEquals(dump, through(through(dump, "fusedump", "pcapng"), "pcapng", "fusedump"), what);
            assertSamePackets(pcapng, through(through(pcapng, "pcapng", "fusedump"), "fusedump", "pcapng"), what);
            assertSamePackets(pcapng, through(through(pcapng, "pcapng", "ndjson"), "ndjson", "pcapng"), what);
            assertSame(events(ndjson), events(through(through(ndjson, "ndjson", "pcapng"), "pcapng", "ndjson")), what);
            assertSame(
                    events(ndjson), events(through(through(ndjson, "ndjson", "fusedump"), "fusedump", "ndjson")), what);
        }
    }

    @Test
    void connectionsQueuesCutsAndLossesGoThroughThoseFormsThatHoldThem() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            byte[] pcapng = Conversation.pcapng(Conversation.of(seed, false));
            byte[] ndjson = through(pcapng, "pcapng", "ndjson");
            byte[] again = through(ndjson, "ndjson", "pcapng");
            assertSamePackets(pcapng, again, "seed " + seed);
            assertSame(events(ndjson), events(through(again, "pcapng", "ndjson")), "seed " + seed);
        }
    }

    @Test
    void whatAFusedumpCannotHoldIsCountedOneByOne() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            List<Conversation.Message> talk = Conversation.of(seed, false);
            Conversation.Message first = talk.get(0);
            List<Conversation.Message> kept = new ArrayList<>();
            Map<String, Integer> expected = new TreeMap<>();
            for (Conversation.Message message : talk) {
                if (message.kind() == Conversation.LOST) {
                    expected.merge("mark", 1, Integer::sum);
                } else if (message.connection() != first.connection()) {
                    expected.merge("another connection", 1, Integer::sum);
                } else if (message.isCut()) {
                    expected.merge("only a part", 1, Integer::sum);
                } else {
                    kept.add(message);
                    if (message.connection() != 0 || message.queue() != Conversation.NO_QUEUE) {
                        expected.merge("connection or queue", 1, Integer::sum);
                    }
                }
            }
            Files.write(folder.resolve("a.pcapng"), Conversation.pcapng(talk));
            Run run = converted("--force", file("a.pcapng"), "-o", file("b.fusedump"));
            Map<String, Integer> said = new TreeMap<>();
            for (String line : cannotHold(run)) {
                String number = line.replaceAll("\\D+", " ").strip();
                expected.keySet().stream()
                        .filter(line::contains)
                        .forEach(what -> said.put(what, Integer.parseInt(number)));
            }
            assertEquals(expected, said, "seed " + seed + ": " + run.err());
            assertEquals(expected.size(), cannotHold(run).size(), run.err());
            assertArrayEquals(Conversation.fusedump(kept), Files.readAllBytes(folder.resolve("b.fusedump")));
        }
    }

    @Test
    void byteOrdersDoNotMixInAFusedump() throws IOException {
        List<Conversation.Message> talk = new ArrayList<>(Conversation.of(1, true));
        ByteOrder first = talk.get(0).order();
        long seed = 2;
        while (Conversation.of(seed, true).get(0).order() == first) {
            seed++;
        }
        List<Conversation.Message> other = Conversation.of(seed, true);
        List<Conversation.Message> both = new ArrayList<>(talk);
        both.addAll(other);
        Files.write(folder.resolve("a.pcapng"), Conversation.pcapng(both));
        Run run = converted(file("a.pcapng"), "-o", file("b.fusedump"));
        assertEquals(
                List.of("forgetmenot: fusedump cannot hold " + other.size()
                        + " messages in another byte order than the first"),
                cannotHold(run));
        assertArrayEquals(Conversation.fusedump(talk), Files.readAllBytes(folder.resolve("b.fusedump")));
    }

    @ParameterizedTest
    @ValueSource(strings = {GLUSTER, CAPTURES + "strace-st1.txt.gz", CAPTURES + "strace-st_dump.txt.gz"})
    void realCapturesGoThroughEveryForm(String capture) throws IOException {
        List<String> events =
                events(converted(capture, "--to", "ndjson", "-o", "-").out().getBytes(StandardCharsets.UTF_8));
        for (String to : List.of("pcapng", "fusedump", "ndjson")) {
            Run run = converted("--force", capture, "-o", file("x." + to));
            assertEquals(List.of(), cannotHold(run));
            assertSame(events, events(through(Files.readAllBytes(folder.resolve("x." + to)), to, "ndjson")), to);
        }
    }

    @Test
    void theRealDumpComesBackByteForByte() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(GLUSTER)))) {
            byte[] dump = in.readAllBytes();
            assertArrayEquals(dump, through(through(dump, "fusedump", "pcapng"), "pcapng", "fusedump"));
            assertArrayEquals(dump, through(through(dump, "fusedump", "ndjson"), "ndjson", "fusedump"));
        }
    }

    /** strace cut messages here and there: pcapng keeps what there is of them. */
    @ParameterizedTest
    @ValueSource(strings = {"strace-st_mt.txt.gz", "strace-st_mt2.txt.gz"})
    void cutMessagesOfARealCaptureStayCut(String name) throws IOException {
        List<String> events = events(
                converted(CAPTURES + name, "--to", "ndjson", "-o", "-").out().getBytes(StandardCharsets.UTF_8));
        converted(CAPTURES + name, "-o", file("x.pcapng"));
        byte[] pcapng = Files.readAllBytes(folder.resolve("x.pcapng"));
        assertTrue(Conversation.ofPcapng(pcapng).stream().anyMatch(Conversation.Message::isCut));
        assertSame(events, events(through(pcapng, "pcapng", "ndjson")), name);
        Run run = converted(CAPTURES + name, "-o", file("x.fusedump"));
        assertTrue(run.err().contains("messages of which the capture has only a part"), run.err());
    }

    @Test
    void ndjsonHoldsEverythingOfEveryDialect() {
        for (String capture : List.of(GLUSTER, SERVER_LOG, GUEST)) {
            Run run = converted(capture, "--to", "ndjson", "-o", "-");
            assertTrue(run.out().startsWith("{\"schema\":\"forgetmenot/event/1\""));
            assertTrue(run.out().endsWith("}\n"));
            assertEquals("", run.err());
        }
    }

    @Test
    void whatATargetCannotHoldIsSaidAndNoFileIsLeft() {
        Run run = Run.of("convert", SERVER_LOG, "-o", file("x.fusedump"));
        assertEquals(3, run.code());
        assertTrue(run.err().contains("cannot hold 1552 messages whose bytes the capture does not have"), run.err());
        assertFalse(Files.exists(folder.resolve("x.fusedump")));
    }

    @Test
    void severalCapturesFollowEachOther() throws IOException {
        converted(GLUSTER, GLUSTER, "-o", file("two.fusedump"));
        converted(GLUSTER, "-o", file("one.fusedump"));
        assertEquals(2 * Files.size(folder.resolve("one.fusedump")), Files.size(folder.resolve("two.fusedump")));
    }

    @Test
    void nothingIsOverwrittenUnasked() throws IOException {
        Path there = Files.writeString(folder.resolve("there.ndjson"), "mine");
        Run run = Run.of("convert", GLUSTER, "-o", there.toString());
        assertEquals(3, run.code());
        assertTrue(run.err().contains("--force"), run.err());
        assertEquals("mine", Files.readString(there));
        converted("--force", GLUSTER, "-o", there.toString());
        assertEquals(
                2,
                Run.of("convert", "--force", there.toString(), "-o", there.toString())
                        .code());
    }

    @Test
    void aFailureLeavesNothingNewAndTakesNothingAway() throws IOException {
        Path there = Files.writeString(folder.resolve("there.fusedump"), "mine");
        assertEquals(
                3,
                Run.of("convert", "--force", SERVER_LOG, "-o", there.toString()).code());
        assertEquals("mine", Files.readString(there));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(there), files.toList());
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real.ndjson"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.ndjson"), real.getFileName());
        converted("--force", GLUSTER, "-o", link.toString());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.size(real) > 1000);
    }

    @Test
    void whatCannotBeWrittenIsSaidInOneLine() {
        assertCannotWrite("its directory does not exist", file("no/such/x.ndjson"));
        assertCannotWrite("Is a directory", folder.toString());
        assertCannotWrite("No space left on device", "/dev/full");
    }

    private static void assertCannotWrite(String why, String output) {
        Run run = Run.of("convert", "--to", "ndjson", GLUSTER, "-o", output);
        assertEquals(3, run.code());
        assertEquals("forgetmenot: cannot write " + output + ": " + why + "\n", run.err());
    }

    @Test
    void aSnapshotLengthKeepsTheBeginningOfMessages() throws IOException {
        Run run = converted("--snapshot-length", "300", GLUSTER, "-o", file("x.pcapng"));
        List<Conversation.Message> cut = Conversation.ofPcapng(Files.readAllBytes(folder.resolve("x.pcapng")));
        long shortened = cut.stream().filter(Conversation.Message::isCut).count();
        assertEquals("forgetmenot: " + shortened + " messages cut to the snapshot length\n", run.err());
        assertTrue(shortened > 5 && cut.stream().allMatch(m -> m.bytes().length <= 288));
        // READDIRPLUS replies were cut too: what they hand out is unknown, and nothing is made of it
        assertEquals(0, Run.of("diagnose", file("x.pcapng")).code());
    }

    @Test
    void messagesThatWiresharkDoesNotTakeAreSaid() throws IOException {
        ByteBuffer write = ByteBuffer.allocate(300_000).order(ByteOrder.LITTLE_ENDIAN);
        write.putInt(300_000).putInt(16).putLong(4);
        Files.write(
                folder.resolve("a.fusedump"),
                Conversation.fusedump(List.of(new Conversation.Message(
                        Conversation.TO_SERVER,
                        0,
                        Conversation.NO_QUEUE,
                        ByteOrder.LITTLE_ENDIAN,
                        1L,
                        write.array(),
                        300_000))));
        Run run = converted(file("a.fusedump"), "-o", file("x.pcapng"));
        assertTrue(run.err().contains("Wireshark refuses this file: 1 message longer than"), run.err());
        run = converted("--force", file("a.fusedump"), "-o", file("x.pcapng"), "--snapshot-length", "262144");
        assertTrue(run.err().contains("1 message cut to the snapshot length"), run.err());
    }

    @Test
    void aReplyThatTheKernelRefusedHandsNothingOut() throws IOException {
        String strace =
                "1 1.000001 read(4, \"\\x2e\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
                        + "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
                        + "\\x61\\x62\\x63\\x64\\x65\\x00\", 8192) = 46\n"
                        + "1 1.000002 write(4, \"\\x10\\x00\\x00\\x00\\xfe\\xff\\xff\\xff\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", 16)"
                        + " = -1 ENOENT (No such file or directory)\n";
        Files.writeString(folder.resolve("a.strace"), strace);
        Run run = converted("--dialect", "strace", file("a.strace"), "-o", file("x.pcapng"));
        assertTrue(run.err().contains("cannot hold 1 message whose bytes"), run.err());
        assertEquals(
                1,
                Conversation.ofPcapng(Files.readAllBytes(folder.resolve("x.pcapng")))
                        .size());
    }

    @Test
    void misuseIsSaidBeforeAnythingIsRead() {
        assertEquals(2, Run.of("convert", "x").code());
        assertTrue(Run.of("convert", "x", "-o", "y").err().contains("--to"));
        assertEquals(
                2,
                Run.of("convert", "x", "-o", "y.ndjson", "--snapshot-length", "300")
                        .code());
        assertEquals(
                2,
                Run.of("convert", "x", "-o", "y.pcapng", "--snapshot-length", "3")
                        .code());
        assertEquals(
                2, Run.of("convert", "x", "-o", "y.pcapng", "--dialect", "perl").code());
    }
}
