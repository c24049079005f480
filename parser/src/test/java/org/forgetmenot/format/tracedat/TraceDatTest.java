// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.report.Analysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceDatTest {
    private static final String REAL = "unfixed-container-tracecmd.dat";
    private static final String REAL_REPORT = "unfixed-container-tracecmd.txt.gz";

    /** All that both a text and a binary trace tell; a text has microseconds (rounded), and shows unknown task names as {@code <...>}. */
    private static String line(Event event) {
        StringBuilder line = new StringBuilder();
        line.append(event.kind())
                .append(" pid ")
                .append(event.pid())
                .append(" cpu ")
                .append(event.cpu());
        line.append(event.hasTimeNs() ? " at " + (event.timeNs() + 500) / 1000 : "");
        line.append(event.hasConnection() ? " connection " + event.connection() : "");
        line.append(event.hasUnique() ? " unique " + event.unique() : "");
        line.append(event.hasOpcode() ? " opcode " + event.opcode() : "");
        line.append(event.hasSizeBytes() ? " size " + event.sizeBytes() : "");
        line.append(event.hasError() ? " error " + event.error() : "");
        line.append(event.hasNodeid() ? " nodeid " + event.nodeid() : "");
        line.append(event.hasNlookup() ? " nlookup " + event.nlookup() : "");
        line.append(event.hasSuperblock() ? " sb " + event.superblock() : "");
        line.append(event.hasSDev() ? " sdev " + event.sDev() : "");
        line.append(event.hasInode() ? " inode " + event.inode() : "");
        line.append(event.hasGeneration() ? " gen " + event.generation() : "");
        line.append(event.hasMode() ? " mode " + event.mode() : "");
        line.append(event.hasAttrFlags() ? " flags " + event.attrFlags() : "");
        return line.append(" name ").append(event.name()).toString();
    }

    private static List<String> lines(String file) throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(file))) {
            List<String> lines = TestCaptures.events(capture).stream()
                    .map(TraceDatTest::line)
                    .toList();
            assertEquals(List.of(), capture.context().diagnostics().rows());
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t6.dat.gz", "t7_none.dat.gz", "t7_zstd.dat"})
    void tellsTheSameAsTheTextOfTheSameSession(String file) throws IOException {
        List<String> text = lines("tracedat/t.ftrace.gz");
        assertEquals(57, text.size());
        assertEquals(text, lines("tracedat/" + file));
    }

    @Test
    void theRealCaptureTellsTheSameAsItsReport() throws IOException {
        List<String> report = lines(REAL_REPORT);
        List<String> data = lines(REAL);
        assertEquals(1870, data.size());
        // the text's reader waits for the next line of the task before it gives a stack, so only their order differs
        assertEquals(only(report, false), only(data, false));
        assertEquals(only(report, true), only(data, true));
    }

    private static List<String> only(List<String> lines, boolean stacks) {
        return lines.stream()
                .filter(line -> line.startsWith("KERNEL_STACK") == stacks)
                .toList();
    }

    @Test
    void theRealCaptureHasTheCountsThatTraceCmdPrints() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(REAL))) {
            Map<EventKind, Integer> counts = TestCaptures.counts(capture);
            Map<EventKind, Integer> printed = new TreeMap<>(Map.of(
                    EventKind.KERNEL_IGET, 100,
                    EventKind.KERNEL_IGET_RETURN, 100,
                    EventKind.KERNEL_FORGET, 100,
                    EventKind.KERNEL_STACK, 100,
                    EventKind.KERNEL_EVICT, 101,
                    EventKind.KERNEL_REQUEST, 537,
                    EventKind.KERNEL_REQUEST_RETURN, 537,
                    EventKind.KERNEL_REQUEST_BACKGROUND, 290,
                    EventKind.KERNEL_SUBMOUNT, 1));
            printed.put(EventKind.KERNEL_SUBMOUNT_RETURN, 1);
            printed.put(EventKind.KERNEL_KILL_SUPERBLOCK, 2);
            printed.put(EventKind.MARKER, 1);
            assertEquals(printed, new TreeMap<>(counts));
            assertTrue(capture.reader().capabilities().contains(Capability.FORGET_CAUSES));
        }
    }

    @Test
    void resolvesFunctionsThatTheReportShowsAsAddresses() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(REAL))) {
            List<Event> events = TestCaptures.events(capture);
            List<Integer> igets = events.stream()
                    .filter(e -> e.kind() == EventKind.KERNEL_IGET_RETURN)
                    .map(Event::caller)
                    .distinct()
                    .sorted()
                    .toList();
            assertEquals(
                    List.of(
                            KernelFunction.OTHER,
                            KernelFunction.SUBMOUNT_ROOT,
                            KernelFunction.LOOKUP_NAME,
                            KernelFunction.READDIRPLUS),
                    igets);
            Event stack = events.stream()
                    .filter(e -> e.kind() == EventKind.KERNEL_STACK)
                    .findFirst()
                    .orElseThrow();
            assertEquals(ForgetCause.DROP_CACHES, capture.context().stacks().cause(stack.stack()));
            assertEquals(
                    List.of("fuse_queue_forget", "fuse_evict_inode", "evict"),
                    capture.context().stacks().frames(stack.stack()).subList(0, 3));
            assertEquals("ls", events.get(0).task().toString());
        }
    }

    @Test
    void findsWhatTheReportTextLetsFind() throws IOException {
        assertEquals(findings(REAL_REPORT), findings(REAL));
    }

    @Test
    void tellsWhoForgotWhyAndWhoStillHeldTheRoot() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(REAL))) {
            Finding finding = Analysis.diagnose(List.of(capture)).findings().stream()
                    .filter(f -> f.code() == FindingCode.FORGET_BEFORE_LAST_USE)
                    .findFirst()
                    .orElseThrow();
            assertEquals(3, finding.nodeid());
            assertEquals(Confidence.CONFIRMED, finding.confidence());
            assertEquals(17, finding.forgotten().get(0).sDev());
            assertEquals(ForgetCause.DROP_CACHES, finding.forgotten().get(0).cause());
            assertEquals(
                    List.of(18), finding.heldBy().stream().map(HeldBy::sDev).toList());
            assertTrue(
                    finding.used().stream().anyMatch(u -> Objects.equals(u.error(), -9)), "no use failed with EBADF");
        }
    }

    private static List<String> findings(String file) throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(file))) {
            List<String> found = new ArrayList<>();
            Analysis.diagnose(List.of(capture))
                    .findings()
                    .forEach(f -> found.add(f.code() + " " + f.nodeid() + " " + f.confidence()));
            return found;
        }
    }

    @Test
    void positionsAreOffsetsOfRecords() throws IOException {
        // the page of CPU 1 lies at 28672; its second record's data begins 60 bytes in
        try (Capture capture = TestCaptures.open(TestCaptures.resource("tracedat/t6.dat.gz"))) {
            Event end = TestCaptures.events(capture).stream()
                    .filter(e -> e.kind() == EventKind.KERNEL_END && e.unique() == 4)
                    .findFirst()
                    .orElseThrow();
            assertEquals(28672 + 60, end.position());
            assertEquals(1_479_715_635_663L, end.timeNs());
        }
    }

    @Test
    void symbolsAreFoundByTheirRanges() {
        byte[] text = "ffffffff81000000 T _text\nffffffff81000010 t a.part.0\t[m]\nbad\n0 T zero\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Symbols symbols = new Symbols(text);
        assertEquals("_text", symbols.name(0xffffffff8100000fL));
        assertEquals("a.part.0", symbols.name(0xffffffff81000010L));
        assertEquals(null, symbols.name(0x7f0000000000L));
    }

    @Test
    void aPageThatSaysSoHasLostEvents() throws IOException {
        byte[] bytes = TestTraces.bytes("tracedat/t6.dat.gz");
        bytes[28672 + 8 + 3] |= (byte) 0x80;
        try (Capture capture = TestTraces.open(bytes)) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(58, events.size());
            assertEquals(
                    1, events.stream().filter(e -> e.kind() == EventKind.LOST).count());
            assertEquals(1, capture.context().diagnostics().count(DiagnosticCode.EVENTS_LOST));
        }
    }
}
