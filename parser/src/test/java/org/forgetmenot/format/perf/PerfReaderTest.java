// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
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
    private static final String TEXT = "# captured on: today\n"
            + "           bench  3173 [000]  1418.228720: fuse:fuse_request_send: connection 40 req 211172 opcode 25 (FUSE_FLUSH) len 64 \n"
            + "      my app 2  3172/3174  [001]  1418.228720222: fuse:fuse_request_end: connection 40 req 211172 len 16 error -2\n"
            + "              sh    48 [001]     5.176550: probe:fuse_queue_forget: (ffffffffa00039c0) nodeid=3 nlookup=1\n"
            + "\tffffffffa00039c1 fuse_queue_forget+0x1 ([fuse])\n"
            + "\tffffffffa000db60 fuse_evict_inode+0xe0 ([fuse])\n"
            + "\tffffffff811aa3d6 drop_slab+0x26 ([kernel.kallsyms])\n"
            + "\t    7f0000001234 __write+0x14 (/usr/lib/libc.so.6)\n\n"
            + "              sh    48 [001]     5.176600: sched:sched_switch: prev_comm=sh\n"
            + "\tffffffff811aa3d6 schedule+0x26 ([kernel.kallsyms])\n\n"
            + "              sh    48 [001]     5.2: PERF_RECORD_LOST lost 12\n"
            + "              sh    48 [001]     5.300000: probe:fuse_iget__return: (ffffffffa000ef20 <- ffffffffa000572e) inode=0xff11\n";

    @Test
    void readsEventsCallChainsAndLosses() throws IOException {
        try (Capture capture = TestCaptures.open(TEXT)) {
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
        for (int length = 1; length < TEXT.length(); length++) {
            try (Capture capture = TestCaptures.open(TEXT.substring(0, length), "perf")) {
                TestCaptures.events(capture);
            }
        }
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int i = 0; i <= run % 8; i++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            try (Capture capture = TestCaptures.open(text.toString(), "perf")) {
                TestCaptures.events(capture);
            }
        }
    }
}
