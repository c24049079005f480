// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

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
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.ReadContext;
import org.junit.jupiter.api.Test;

/** Real logs of the three kinds, and what each can and cannot tell. */
class LibfuseTest {
    private record Log(List<Event> events, CaptureReader reader) {
        long count(EventKind kind) {
            return events.stream().filter(e -> e.kind() == kind).count();
        }
    }

    private static byte[] unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(TestCaptures.resource(name)))) {
            return in.readAllBytes();
        }
    }

    private static Log read(byte[] bytes) throws IOException {
        CaptureReader reader = new LibfuseFormat().open(new ByteArrayInputStream(bytes), new ReadContext());
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (reader.next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return new Log(events, reader);
    }

    private static Log read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void bindfsTellsEveryCount() throws IOException {
        Log log = read(unpacked("bindfs.log.gz"));
        assertEquals(777, log.count(EventKind.REQUEST));
        assertEquals(770, log.count(EventKind.REPLY));
        assertEquals(157, log.count(EventKind.ENTRY));
        assertEquals(60, log.count(EventKind.FORGET));
        assertTrue(log.reader().showsEveryCount());
    }

    @Test
    void highLevelReaddirplusHidesCounts() throws IOException {
        Log log = read(unpacked("libfuse-hl.log.gz"));
        assertFalse(log.reader().showsEveryCount());
        assertFalse(log.reader().capabilities().contains(Capability.READDIRPLUS_ENTRIES));
        assertTrue(log.reader().capabilities().contains(Capability.FORGET_COUNTS));
    }

    @Test
    void plainLowLevelNamesNoNode() throws IOException {
        Log log = read("unique: 4, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 2980\n"
                + "   unique: 4, success, outsize: 144\n"
                + "unique: 6, opcode: FORGET (2), nodeid: 7, insize: 48, pid: 0\n"
                + "unique: 8, opcode: BATCH_FORGET (42), nodeid: 0, insize: 80, pid: 0\n");
        assertEquals(
                List.of(
                        EventKind.REQUEST,
                        EventKind.ENTRY,
                        EventKind.REPLY,
                        EventKind.REQUEST,
                        EventKind.FORGET,
                        EventKind.REQUEST),
                log.events().stream().map(Event::kind).toList());
        assertFalse(log.events().get(1).hasNodeid());
        assertFalse(log.events().get(4).hasNlookup());
        assertFalse(log.reader().showsEveryCount());
        assertFalse(log.reader().capabilities().contains(Capability.ENTRY_NODEIDS));
    }

    @Test
    void interleavedThreadsAreSorted() throws IOException {
        Log log = read("dev unique: 4, opcode: MKDIR (9), nodeid: 1, insize: 50, pid: 9\n"
                + "dev unique: 6, opcode: LOOKUP (1), nodeid: 5, insize: 42, pid: 9\n"
                + "lo_lookup(parent=5, name=d)\n"
                + "  1/d -> 94\n  5/d -> 95\n  1/d -> 94\n"
                + "    unique: 6, result=128\n   unique: 4, success, outsize: 144\n");
        List<Event> entries =
                log.events().stream().filter(e -> e.kind() == EventKind.ENTRY).toList();
        assertEquals(2, entries.size());
        assertEquals(4, entries.get(0).unique());
        assertEquals(6, entries.get(1).unique());
        assertEquals(144, log.events().get(4).sizeBytes());
    }

    @Test
    void entriesThatDoNotFitAreTakenBack() throws IOException {
        Log log = read("unique: 4, opcode: READDIRPLUS (44), nodeid: 1, insize: 80, pid: 9\n"
                + "  1/a -> 94\n  1/b -> 95\n  forget 95 1 -1\n   unique: 4, success, outsize: 176\n");
        assertEquals(1, log.count(EventKind.ENTRY_WITHDRAWN));
        assertEquals(0, log.count(EventKind.FORGET));
    }

    @Test
    void truncationAndDamageNeverThrow() throws IOException {
        for (String name : List.of("libfuse-ll.log.gz", "libfuse-hl.log.gz")) {
            byte[] whole = unpacked(name);
            int all = read(whole).events().size();
            for (int length = 0; length < whole.length; length += length < 4000 ? 1 : 31) {
                assertTrue(read(Arrays.copyOf(whole, length)).events().size() <= all);
            }
            Random random = new Random(20261123);
            for (int round = 0; round < 200; round++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i < 100; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                read(damaged);
            }
        }
    }
}
