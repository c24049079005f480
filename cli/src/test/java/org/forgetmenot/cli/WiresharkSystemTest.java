// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark with our dissector shows what we read, in a pcapng that {@code convert} made. */
@Tag("system")
class WiresharkSystemTest {
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";

    @TempDir
    private Path folder = Path.of("");

    private String file = "";

    @BeforeEach
    void needsTshark() {
        assumeTrue(Programs.has("tshark"), "needs tshark: install it (Debian: tshark)");
        file = folder.resolve("x.pcapng").toString();
    }

    private void convert(String... options) {
        List<String> command = new ArrayList<>(List.of("convert", "--force", "-o", file));
        command.addAll(List.of(options));
        Run run = Run.of(command.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
    }

    /** A field of each packet that a filter finds; a packet that has it several times gives it as often. */
    private List<String> tshark(String filter, String field) throws IOException, InterruptedException {
        String printed = Programs.run(
                "tshark",
                "-X",
                "lua_script:../samples/wireshark/fuse.lua",
                "-r",
                file,
                "-Y",
                filter,
                "-T",
                "fields",
                "-E",
                "separator=/s",
                "-e",
                field);
        List<String> values = new ArrayList<>();
        printed.lines().forEach(line -> values.addAll(List.of(line.split(",", -1))));
        return values;
    }

    private static Map<String, Integer> counts(List<String> values) {
        Map<String, Integer> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }

    private List<Event> ours(String capture, EventKind kind) throws IOException {
        List<Event> events = new ArrayList<>();
        try (Capture open = Capture.open(capture, null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (open.reader().next(event)) {
                if (event.kind() == kind) {
                    Event copy = new Event();
                    copy.copyFrom(event);
                    events.add(copy);
                }
            }
        }
        return events;
    }

    @Test
    void itCountsWhatWeCount() throws IOException, InterruptedException {
        convert(GLUSTER);
        List<Event> requests = ours(GLUSTER, EventKind.REQUEST);
        List<Event> replies = ours(GLUSTER, EventKind.REPLY);
        assertEquals(
                requests.size() + replies.size(), tshark("fuse", "frame.number").size());
        assertEquals(0, tshark("fuse.damaged or !fuse", "frame.number").size());
        assertEquals(
                counts(requests.stream().map(e -> Integer.toString(e.opcode())).toList()),
                counts(tshark("fuse.direction == 0", "fuse.opcode")));
        assertEquals(
                counts(replies.stream().map(e -> Integer.toString(e.opcode())).toList()),
                counts(tshark("fuse.direction == 1", "fuse.opcode")));
        assertEquals(
                counts(replies.stream().map(e -> Integer.toString(e.error())).toList()),
                counts(tshark("fuse.direction == 1", "fuse.error")));
        assertEquals(
                counts(ours(GLUSTER, EventKind.FORGET).stream()
                        .map(e -> Long.toUnsignedString(e.nodeid()))
                        .toList()),
                counts(tshark("fuse.forget.nlookup", "fuse.forget.nodeid")));
        Map<String, Integer> counting = counts(tshark("fuse.entry.counts", "fuse.entry.counts"));
        // older ones print a boolean as a number
        assertEquals(
                ours(GLUSTER, EventKind.ENTRY).size(),
                counting.getOrDefault("1", 0) + counting.getOrDefault("True", 0));
    }

    @Test
    void timesAreOursToTheNanosecond() throws IOException, InterruptedException {
        convert(GLUSTER);
        List<String> expected = new ArrayList<>();
        for (Event event : ours(GLUSTER, EventKind.REQUEST)) {
            expected.add(String.format("%d.%09d", event.timeNs() / 1_000_000_000, event.timeNs() % 1_000_000_000));
        }
        assertEquals(expected, tshark("fuse.direction == 0", "frame.time_epoch"));
    }

    @Test
    void aNodeidFindsItsRequestsAndTheirReplies() throws IOException, InterruptedException {
        convert(GLUSTER);
        Map<Long, Integer> uses = new TreeMap<>();
        List<Event> both = ours(GLUSTER, EventKind.REQUEST);
        both.addAll(ours(GLUSTER, EventKind.REPLY));
        both.forEach(e -> uses.merge(e.nodeid(), 1, Integer::sum));
        uses.remove(0L);
        assertTrue(uses.size() > 20);
        for (long nodeid : List.copyOf(uses.keySet()).subList(0, 4)) {
            String filter = "fuse.nodeid == " + Long.toUnsignedString(nodeid);
            assertEquals(uses.get(nodeid), tshark(filter, "frame.number").size(), filter);
        }
    }

    @Test
    void everyOpcodeAndEveryNotificationHasItsName() throws IOException, InterruptedException {
        List<Conversation.Message> messages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Opcode opcode : Opcode.values()) {
            ByteBuffer request = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
            add(
                    messages,
                    Conversation.TO_SERVER,
                    request.putInt(200).putInt(opcode.number()).putLong(names.size() * 2 + 2));
            names.add(opcode.name());
        }
        for (NotifyCode code : NotifyCode.values()) {
            ByteBuffer notification = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
            add(messages, Conversation.TO_KERNEL, notification.putInt(100).putInt(code.number()));
            names.add("notification " + code.name());
        }
        Files.write(Path.of(file), Conversation.pcapng(messages));
        List<String> infos = tshark("fuse", "_ws.col.Info");
        assertEquals(
                names,
                infos.stream().map(info -> info.replaceFirst(" nodeid.*", "")).toList());
        assertEquals(0, tshark("_ws.lua.error", "frame.number").size());
    }

    private static void add(List<Conversation.Message> to, int kind, ByteBuffer message) {
        byte[] bytes = new byte[message.capacity()];
        message.get(0, bytes);
        to.add(new Conversation.Message(
                kind, 0, Conversation.NO_QUEUE, ByteOrder.LITTLE_ENDIAN, 1L + to.size(), bytes, bytes.length));
    }

    @Test
    void anyConversationIsShownWithoutAnError() throws IOException, InterruptedException {
        for (long seed = 0; seed < 6; seed++) {
            List<Conversation.Message> messages = Conversation.of(seed, false);
            Files.write(Path.of(file), Conversation.pcapng(messages));
            assertEquals(messages.size(), tshark("fuse", "frame.number").size());
            assertEquals(List.of(), tshark("_ws.lua.error", "frame.number"), "seed " + seed);
            assertEquals(
                    messages.stream().filter(m -> m.kind() == Conversation.LOST).count(),
                    tshark("fuse.lost", "fuse.lost").size());
            assertEquals(
                    counts(messages.stream()
                            .map(m -> Integer.toUnsignedString(m.connection()))
                            .toList()),
                    counts(tshark("fuse", "fuse.connection")));
        }
    }

    @Test
    void aSnapshotLengthMakesItReadLongMessages() throws IOException, InterruptedException {
        List<Conversation.Message> messages = new ArrayList<>();
        for (int bytes : new int[] {400_000, 100, 1 << 20}) {
            ByteBuffer write = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            add(
                    messages,
                    Conversation.TO_SERVER,
                    write.putInt(bytes).putInt(Opcode.WRITE.number()).putLong(2));
        }
        Path dump = folder.resolve("long.fusedump");
        Files.write(dump, Conversation.fusedump(messages));
        convert("--dialect", "fusedump", dump.toString(), "--snapshot-length", "262144");
        assertEquals(List.of("400000", "100", "1048576"), tshark("fuse", "fuse.len"));
        assertEquals(List.of("262144", "112", "262144"), tshark("fuse", "frame.cap_len"));
    }
}
