// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.ReadContext;
import org.junit.jupiter.api.Test;

/** Real recordings of strace, and the ways in which a call can be printed. */
class StraceTest {
    private static final String LOOKUP = "read(4, \""
            + x("2c000000010000000400000000000000" + "0100000000000000" + "000000000000000048030000" + "00000000"
                    + "64697200")
            + "\", 1052672) = 44\n";
    private static final String HEADER = x("90000000000000000400000000000000");
    private static final String ENTRY = x("300e003ca67f0000" + "00".repeat(120));

    private static String x(String hex) {
        return hex.replaceAll("..", "\\\\x$0");
    }

    private static byte[] unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(TestCaptures.resource(name)))) {
            return in.readAllBytes();
        }
    }

    private static List<Event> read(byte[] bytes) throws IOException {
        CaptureReader reader = new StraceFormat().open(new ByteArrayInputStream(bytes), new ReadContext());
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (reader.next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return events;
    }

    private static List<EventKind> kinds(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.ISO_8859_1)).stream()
                .map(Event::kind)
                .toList();
    }

    @Test
    void messagesAreThoseOfTheWire() throws IOException {
        List<String> frames = new String(unpacked("strace-st1.frames.hex.gz"), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        List<String> messages = read(unpacked("strace-st1.txt.gz")).stream()
                .filter(e -> e.kind() == EventKind.REQUEST || e.kind() == EventKind.REPLY)
                .map(e -> HexFormat.of()
                        .formatHex(
                                e.message().bytes(),
                                e.message().offset(),
                                e.message().offset() + e.message().length()))
                .toList();
        assertEquals(frames, messages);
    }

    @Test
    void hexdumpsCompleteWhatWasCut() throws IOException {
        List<Event> events = read(unpacked("strace-st_dump.txt.gz"));
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY, EventKind.REQUEST, EventKind.REPLY),
                events.stream().map(Event::kind).toList());
        assertEquals("dir", events.get(0).name().toString());
        assertEquals(0x55fe305c3b80L, events.get(1).nodeid());
        assertEquals(040755, events.get(1).mode());
        assertEquals(-38, events.get(4).error());
    }

    /** The same as on s390x: the first request's length tells the byte order. */
    @Test
    void bigEndian() throws IOException {
        String lookup = x("0000002c00000001" + "0000000000000004" + "0000000000000001" + "00000000" + "00000000"
                + "00000348" + "0000" + "0000" + "64697200");
        String reply = x("00000090" + "00000000" + "0000000000000004" + "00007fa63c000e30" + "00".repeat(120));
        List<Event> events =
                read(("read(4, \"" + lookup + "\", 1052672) = 44\nwrite(4, \"" + reply + "\", 144) = 144\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY),
                events.stream().map(Event::kind).toList());
        assertEquals("dir", events.get(0).name().toString());
        assertEquals(0x7fa63c000e30L, events.get(1).nodeid());
    }

    @Test
    void refusedRepliesHandNothingOut() throws IOException {
        String writev =
                "writev(4, [{iov_base=\"" + HEADER + "\", iov_len=16}, {iov_base=\"" + ENTRY + "\", iov_len=128}], 2";
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY), kinds(LOOKUP + writev + ") = 144\n"));
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.REPLY),
                kinds(LOOKUP + writev + ") = -1 ENOENT (No such file or directory)\n"));
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY, EventKind.ENTRY_WITHDRAWN),
                kinds(LOOKUP + writev + " <unfinished ...>\n<... writev resumed>) = -1 ENOENT (No such file)\n"));
    }

    @Test
    void otherFilesAreIgnored() throws IOException {
        assertEquals(
                List.of(),
                kinds("write(2, \"" + HEADER + "\", 16) = 16\nread(5, \"\\x7f\\x45\", 2) = 2\n"
                        + LOOKUP.replace("(4,", "(4</tmp/recording>,")));
        assertEquals(List.of(EventKind.REQUEST), kinds(LOOKUP.replace("(4,", "(4</dev/fuse<char 10:229>>,")));
    }

    @Test
    void cutStringsGiveWhatIsThere() throws IOException {
        assertTrue(read(unpacked("strace-st_mt.txt.gz")).stream().anyMatch(e -> e.kind() == EventKind.ENTRY));
        List<Event> events = read(unpacked("strace-st_mt2.txt.gz"));
        assertTrue(events.stream().anyMatch(e -> e.kind() == EventKind.ENTRY && e.hasNodeid()));
        assertFalse(events.stream().anyMatch(e -> e.kind() == EventKind.REQUEST && !e.hasUnique()));
    }

    @Test
    void truncationAndDamageNeverThrow() throws IOException {
        byte[] whole = unpacked("strace-st1.txt.gz");
        List<Event> all = read(whole);
        for (int length = 0; length < whole.length; length += length < 6000 ? 1 : 97) {
            assertTrue(read(Arrays.copyOf(whole, length)).size() <= all.size());
        }
        Random random = new Random(20261123);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 100; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            read(damaged);
        }
    }
}
