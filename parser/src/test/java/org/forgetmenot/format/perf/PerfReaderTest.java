// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.requestlog.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfReaderTest {
    private static final Path FILE = TestCaptures.resource("grammar/perf.txt");

    @Test
    void readsEventsCallChainsAndLosses() throws IOException {
        try (Capture capture = TestCaptures.open(FILE)) {
            assertEquals("perf", capture.format().id());
            List<Event> events = TestCaptures.events(capture);
            assertEquals(
                    List.of(
                            EventKind.KERNEL_SEND,
                            EventKind.KERNEL_END,
                            EventKind.KERNEL_FORGET,
                            EventKind.KERNEL_STACK,
                            EventKind.LOST,
                            EventKind.KERNEL_IGET_RETURN),
                    events.stream().map(Event::kind).toList());
            assertEquals(211_172, events.get(0).unique());
            assertEquals("bench", events.get(0).task().toString());
            assertEquals(3173, events.get(0).pid());
            Event end = events.get(1);
            assertEquals("my app 2", end.task().toString());
            assertEquals(3174, end.pid());
            assertEquals(1_418_228_720_222L, end.timeNs());
            assertEquals(-2, end.error());
            assertEquals(3, events.get(2).nodeid());
            Event stack = events.get(3);
            assertEquals(48, stack.pid());
            assertEquals(
                    List.of("fuse_queue_forget", "fuse_evict_inode", "drop_slab"),
                    capture.context().stacks().frames(stack.stack()));
            assertEquals(ForgetCause.DROP_CACHES, capture.context().stacks().cause(stack.stack()));
            assertEquals(12, events.get(4).count());
            assertEquals(0xff11, events.get(5).inode());
            assertEquals(12, capture.context().diagnostics().count(DiagnosticCode.EVENTS_LOST));
            assertEquals(0, capture.context().diagnostics().count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        }
    }

    @Test
    void damageNeverThrows() throws IOException {
        String good = Files.readString(FILE, StandardCharsets.ISO_8859_1);
        for (int length = 1; length < good.length(); length++) {
            try (Capture capture = TestCaptures.open(good.substring(0, length), "perf")) {
                TestCaptures.events(capture);
            }
        }
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            StringBuilder text = new StringBuilder(good);
            for (int i = 0; i <= run % 8; i++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            try (Capture capture = TestCaptures.open(text.toString(), "perf")) {
                TestCaptures.events(capture);
            }
        }
    }

    @Test
    void aRecordingWithCallChains() throws IOException {
        ReadLog log = ReadLog.read("perf", ReadLog.bytes("grammar/perf-record.txt"));
        assertEquals(6, log.count(EventKind.KERNEL_STACK));
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        assertEquals(
                List.of(
                        "KERNEL_SEND ls 13550 0 4 2138058615000 0",
                        "KERNEL_END passthrough_ll 13545 1 4 2138065643000 0",
                        "KERNEL_SEND ls 13550 0 6 2138069773000 0",
                        "KERNEL_END passthrough_ll 13544 1 6 2138070025000 -38"),
                facts(log).subList(0, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"perf-all.txt", "perf-nocpu.txt", "perf-pidtid.txt"})
    void fieldsThatWereAskedFor(String file) throws IOException {
        ReadLog log = ReadLog.read("perf", ReadLog.bytes("grammar/" + file));
        List<String> facts = facts(ReadLog.read("perf", ReadLog.bytes("grammar/perf-record.txt")));
        assertEquals(8, log.events().size());
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        String task = file.equals("perf-pidtid.txt") ? " (ls|passthrough_ll) " : "$^";
        String cpu = file.equals("perf-nocpu.txt") ? "(?<= \\d{5}) \\d(?= )" : "$^";
        assertEquals(
                facts.subList(0, 6).stream()
                        .map(f -> f.replaceAll(task, "  ").replaceAll(cpu, " 0"))
                        .toList(),
                facts(log).subList(0, 6));
    }

    @Test
    void aCallChainWhoseTabsWereLost() throws IOException {
        ReadLog log = ReadLog.read("perf", ReadLog.bytes("grammar/perf-pasted.txt"));
        assertEquals(2, log.count(EventKind.KERNEL_SEND) + log.count(EventKind.KERNEL_END));
        assertEquals(2, log.count(EventKind.KERNEL_STACK));
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    private static List<String> facts(ReadLog log) {
        return log.events().stream()
                .filter(e -> e.kind() != EventKind.KERNEL_STACK)
                .map(e -> e.kind() + " " + e.task() + " " + e.pid() + " " + e.cpu() + " " + e.unique() + " "
                        + e.timeNs() + " " + e.error())
                .toList();
    }
}
