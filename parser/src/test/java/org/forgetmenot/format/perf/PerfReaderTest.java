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
import org.junit.jupiter.api.Test;

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
}
