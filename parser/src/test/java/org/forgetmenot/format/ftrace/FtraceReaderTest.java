// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.requestlog.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtraceReaderTest {
    private static final String FORGET =
            "fmn_forget: (fuse_queue_forget+0x0/0x60 [fuse]) fc=0xff110000048023c8 nodeid=3 nlookup=1";

    private static List<Event> read(String text) throws IOException {
        try (Capture capture = TestCaptures.open(text, "ftrace")) {
            return TestCaptures.events(capture);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/guest.ftrace.gz, 98, 98, 97, 109, 480, 249, 1, 2",
        "submount-fixed/guest.ftrace.gz, 144, 144, 143, 220, 1202, 612, 1, 2",
    })
    void countsTheEventsOfRealCaptures(
            String file,
            int igets,
            int evicts,
            int forgets,
            long sum,
            int requests,
            int background,
            int submounts,
            int kills)
            throws IOException {
        long nlookup = 0;
        try (Capture capture = TestCaptures.open(TestCaptures.sample(file))) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                if (event.kind() == EventKind.KERNEL_FORGET) {
                    nlookup += event.nlookup();
                }
            }
            assertEquals(List.of(), capture.context().diagnostics().rows());
            assertTrue(capture.reader().capabilities().contains(Capability.FORGET_CAUSES));
        }
        assertEquals(sum, nlookup);
        try (Capture capture = TestCaptures.open(TestCaptures.sample(file))) {
            Map<EventKind, Integer> counts = TestCaptures.counts(capture);
            assertEquals(igets, counts.get(EventKind.KERNEL_IGET));
            assertEquals(igets, counts.get(EventKind.KERNEL_IGET_RETURN));
            assertEquals(evicts, counts.get(EventKind.KERNEL_EVICT));
            assertEquals(forgets, counts.get(EventKind.KERNEL_FORGET));
            assertEquals(forgets, counts.get(EventKind.KERNEL_STACK));
            assertEquals(requests, counts.get(EventKind.KERNEL_REQUEST));
            assertEquals(background, counts.get(EventKind.KERNEL_REQUEST_BACKGROUND));
            assertEquals(submounts, counts.get(EventKind.KERNEL_SUBMOUNT));
            assertEquals(submounts, counts.get(EventKind.KERNEL_SUBMOUNT_RETURN));
            assertEquals(kills, counts.get(EventKind.KERNEL_KILL_SUPERBLOCK));
        }
    }

    @Test
    void readsTheKernelsOwnTracepointsBesideTheProbes() throws IOException {
        Path file = TestCaptures.resource("stock612-container-c.ftrace.gz");
        try (Capture capture = TestCaptures.open(file)) {
            Map<EventKind, Integer> counts = TestCaptures.counts(capture);
            assertEquals(1788, counts.get(EventKind.KERNEL_SEND));
            assertEquals(1208, counts.get(EventKind.KERNEL_REQUEST));
            assertEquals(580, counts.get(EventKind.KERNEL_REQUEST_BACKGROUND));
            assertEquals(143, counts.get(EventKind.KERNEL_FORGET));
        }
    }

    @Test
    void readsTraceCmdReportByEventName() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource("unfixed-container-tracecmd.txt.gz"))) {
            Map<EventKind, Integer> counts = TestCaptures.counts(capture);
            assertTrue(counts.get(EventKind.KERNEL_FORGET) > 50, counts.toString());
            assertEquals(1, counts.get(EventKind.KERNEL_SUBMOUNT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "              sh-48      [001] .....     5.176550: ",
                "           <...>-48      [001] ....     5.176550: ",
                "              sh-48    (     48) [001] ...1.     5.176550: ",
                "              sh-48    (-------) [001] .N.2.     5.176550: ",
                "              sh-48      [001]     5.176550: ",
                "              sh-48    [001]     5.176550000: ",
                " kworker/u8:1-ev-48      [001] D..3.     5.176550: ",
                "   a-1 [0] 5: b-48      [001] .....     5.176550: ",
                "sh-48 [001] ..... 5.176550: ",
            })
    void readsEveryFormOfLinePrefix(String prefix) throws IOException {
        Event event = read(prefix + FORGET + "\n").get(0);
        assertEquals(EventKind.KERNEL_FORGET, event.kind());
        assertEquals(48, event.pid());
        assertEquals(1, event.cpu());
        assertEquals(5_176_550_000L, event.timeNs());
        assertEquals(3, event.nodeid());
        assertEquals(1, event.nlookup());
        assertEquals(0xff110000048023c8L, event.connection());
    }

    @Test
    void keepsTaskNamesWhole() throws IOException {
        assertEquals(
                "kworker/u8:1-ev",
                read(" kworker/u8:1-ev-48      [001] D..3.     5.1: " + FORGET + "\n")
                        .get(0)
                        .task()
                        .toString());
    }

    @Test
    void clocksThatAreNoTimeAreUnknown() throws IOException {
        assertFalse(read("              sh-48      [001] .....     51765: " + FORGET + "\n")
                .get(0)
                .hasTimeNs());
    }

    @Test
    void theFunctionDecidesAndNotTheName() throws IOException {
        String line = "              sh-48      [001] .....     5.176550: ";
        List<Event> events = read(line + "forget: (do_something_else+0x0/0x60) nodeid=3 nlookup=1\n"
                + line + "forget: (fuse_queue_forget+0x0/0x60) nodeid=4 nlookup=1\n"
                + line + "x: (fuse_simple_request.constprop.0+0x4/0x60) nodeid=5 opcode=3\n"
                + line + "y: (fuse_dentry_revalidate+0x14/0x60 [fuse] <- fuse_simple_request) ret=-2\n"
                + line + "forget: (ffffffffa0003a20) nodeid=6 nlookup=1\n"
                + line + "request_ret: (ffffffffa0003a20 <- ffffffffa00049f0) error=-9\n");
        assertEquals(
                List.of(
                        EventKind.KERNEL_FORGET,
                        EventKind.KERNEL_REQUEST,
                        EventKind.KERNEL_REQUEST_RETURN,
                        EventKind.KERNEL_FORGET,
                        EventKind.KERNEL_REQUEST_RETURN),
                events.stream().map(Event::kind).toList());
        assertEquals(KernelFunction.DENTRY_REVALIDATE, events.get(2).caller());
        assertEquals(-2, events.get(2).error());
        assertEquals(-9, events.get(4).error());
    }

    @Test
    void aStackFindsItsTaskAlthoughOthersCutIn() throws IOException {
        String other = "              ls-9       [000] .....     5.176551: ";
        String own = "              sh-48      [001] .....     5.176550: ";
        try (Capture capture = TestCaptures.open(
                own + FORGET + "\n"
                        + other + "iget: (fuse_iget+0x0/0x60) sb=0x1 sdev=17 nodeid=8 gen=0 mode=1 aflags=0\n"
                        + own + "<stack trace>\n => kprobe_trace_func\n => 0xffffffffa00240c8\n => fuse_queue_forget\n"
                        + other + "iget_ret: (fuse_lookup_name+0x1/0x60 <- fuse_iget) inode=0x2\n"
                        + " => evict+0x12/0x34 [fuse]\n => drop_slab\n"
                        + own + "tracing_mark_write: done\n",
                "ftrace")) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(
                    List.of(
                            EventKind.KERNEL_FORGET,
                            EventKind.KERNEL_IGET,
                            EventKind.KERNEL_IGET_RETURN,
                            EventKind.KERNEL_STACK,
                            EventKind.MARKER),
                    events.stream().map(Event::kind).toList());
            Event stack = events.get(3);
            assertEquals(48, stack.pid());
            assertEquals(
                    List.of("fuse_queue_forget", "evict", "drop_slab"),
                    capture.context().stacks().frames(stack.stack()));
            assertEquals(ForgetCause.DROP_CACHES, capture.context().stacks().cause(stack.stack()));
        }
    }

    @Test
    void lostEventsAreSaid() throws IOException {
        try (Capture capture = TestCaptures.open(
                "# entries-in-buffer/entries-written: 10/25   #P:2\nCPU:2 [LOST 11 EVENTS]\nCPU:1 [LOST EVENTS]\nCPU:0 [3 EVENTS DROPPED]\n",
                "ftrace")) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(4, events.size());
            assertEquals(15, events.get(0).count());
            assertEquals(11, events.get(1).count());
            assertFalse(events.get(2).hasCount());
            assertEquals(3, events.get(3).count());
            assertEquals(15, capture.context().diagnostics().count(DiagnosticCode.EVENTS_LOST));
        }
    }

    @Test
    void argumentsThatCannotBeReadAreUnknown() throws IOException {
        Event event =
                read("              sh-48      [001] .....     5.1: iget: (fuse_iget+0x0/0x1c0) sb=(fault) sdev=17 nodeid=18446744073709551615 gen=7 mode=0x41ff aflags=1\n")
                        .get(0);
        assertFalse(event.hasSuperblock());
        assertEquals(17, event.sDev());
        assertEquals(-1L, event.nodeid());
        assertEquals(0x41ff, event.mode());
    }

    @Test
    void aLastLineWithoutItsEndIsDroppedAndSaid() throws IOException {
        try (Capture capture = TestCaptures.open("              sh-48      [001] .....     5.1: " + FORGET, "ftrace")) {
            assertEquals(List.of(), TestCaptures.events(capture));
            assertEquals(1, capture.context().diagnostics().count(DiagnosticCode.CUT_SHORT));
        }
    }

    @Test
    void readsTracepointsWithAndWithoutUnique() throws IOException {
        List<Event> events = read(
                "           mkdir-9     [000] ...1.  1.5: fuse_request_send: connection 41 req 8 opcode 9 (FUSE_MKDIR) len 50 \n"
                        + "     kworker/1:1-45    [001] .....  1.6: fuse_request_send: connection 26 req 0 opcode 3 (FUSE_GETATTR) len 56 \n"
                        + "  passthrough_ll-7     [000] .....  1.7: fuse_request_end: connection 41 req 8 len 144 error -2\n"
                        + "              sh-1     [000] .....  1.8: fuse_request_send: connection=0x29 (41) unique=0x10 (16) opcode=0xb (11) len=0x2a (42)\n");
        assertEquals(8, events.get(0).unique());
        assertEquals(9, events.get(0).opcode());
        assertEquals(50, events.get(0).sizeBytes());
        assertFalse(events.get(1).hasUnique());
        assertEquals(EventKind.KERNEL_END, events.get(2).kind());
        assertEquals(-2, events.get(2).error());
        assertEquals(41, events.get(3).connection());
        assertEquals(16, events.get(3).unique());
        assertEquals(11, events.get(3).opcode());
    }

    private static List<String> facts(String capture) throws IOException {
        return ReadLog.read("ftrace", ReadLog.bytes("grammar/" + capture)).events().stream()
                .map(e -> e.kind() + " " + e.task() + " " + e.pid() + " " + e.cpu() + " " + Math.round(e.timeNs() / 1e3)
                        + " " + e.nodeid() + " " + e.superblock() + " " + e.opcode() + " " + e.nlookup() + " "
                        + e.inode())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-l.txt", "report-tsdiff.txt", "report-lttsdiff.txt", "report-R.txt"})
    void reportsOfTraceCmdTellTheSameWithEveryOption(String report) throws IOException {
        List<String> plain = facts("report-plain.txt");
        assertEquals(20, plain.size());
        assertEquals(plain, facts(report));
    }

    @ParameterizedTest
    @CsvSource({
        "ftrace-latency-format.txt, 88, 3, 18762000",
        "ftrace-verbose.txt, 170, 3, 19976000",
        "ftrace-fields.txt, 250, 3, 954374734000",
    })
    void formsThatOptionsOfTracefsGive(String file, long unique, int opcode, long timeNs) throws IOException {
        ReadLog log = ReadLog.read("ftrace", ReadLog.bytes("grammar/" + file));
        assertEquals(8, log.events().size());
        Event send = log.events().get(0);
        assertEquals(EventKind.KERNEL_SEND, send.kind());
        assertEquals("ls", send.task().toString());
        assertEquals(unique, send.unique());
        assertEquals(opcode, send.opcode());
        assertEquals(timeNs, send.timeNs());
        assertEquals(38, send.connection());
        Event end = log.events().get(1);
        assertEquals(EventKind.KERNEL_END, end.kind());
        assertEquals(unique, end.unique());
        assertEquals(120, end.sizeBytes());
        assertEquals(0, end.error());
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    @Test
    void functionTracerWithArguments() throws IOException {
        ReadLog log = ReadLog.of(
                "ftrace",
                "# tracer: function",
                "           <...>-1234    [000] .....   12.345678: fuse_iget(sb=0xffff888101a2c000, nodeid=5, generation=0,"
                        + " attr=0xffffc90000b3fd10, attr_valid=0x1, attr_version=0x2) <-fuse_lookup_name",
                "           <...>-1234    [000] .....   12.345679: fuse_queue_forget(fc=0xffff888101a2e000,"
                        + " forget=0xffff888101a2f000, nodeid=5, nlookup=3) <-fuse_evict_inode",
                "           <...>-1234    [000] .....   12.345680: fuse_evict_inode(inode=0xffff888101a2f000) <-evict",
                "           <...>-1234    [000] .....   12.345681: fuse_queue_forget <-fuse_evict_inode");
        assertEquals(
                List.of(
                        "KERNEL_IGET@2 nodeid=5 pid=1234 gen=0 sb=18446612686392442880",
                        "KERNEL_FORGET@3 nodeid=5 pid=1234 nlookup=3"),
                log.texts());
        assertEquals(1, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    @Test
    void absurdNumbersAreNoCounts() throws IOException {
        ReadLog log = ReadLog.of(
                "ftrace",
                "# tracer: nop",
                "# entries-in-buffer/entries-written: 1/99999999999999999999999999",
                "CPU:2 [LOST 99999999999999999999999999 EVENTS]",
                "CPU:0 [12 EVENTS DROPPED]",
                "CPU:1 [SUBBUFFER START]",
                "              sh-48      [001] .....     99999999999999999999.176550: " + FORGET,
                "              sh-48      [001] .....     5.176550: "
                        + FORGET.replace("=3", "=99999999999999999999999"));
        assertEquals(List.of("LOST@3", "LOST@4 count=12", "KERNEL_FORGET@7 pid=48 nlookup=1"), log.texts());
        assertEquals(1, log.count(DiagnosticCode.PROBE_VALUE_UNREADABLE));
        assertEquals(13, log.count(DiagnosticCode.EVENTS_LOST));
    }
}
