// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** What went on in a run as a whole. */
final class ActivityTest {
    private static Picture of(String... samples) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try {
            for (String sample : samples) {
                captures.add(TestCaptures.open(TestCaptures.sample(sample)));
            }
            return Analysis.picture(captures, Subject.of(List.of()));
        } finally {
            for (Capture capture : captures) {
                capture.close();
            }
        }
    }

    @Test
    void itsSumsAreThoseOfTheDiagnosis() throws IOException {
        Picture picture = of("gluster/gluster.fusedump.gz");
        Diagnosis.Input input = picture.diagnosis().inputs().get(0);
        Activity activity = picture.activity();
        assertEquals(
                input.requests(),
                activity.buckets().stream().mapToLong(Activity.Bucket::requests).sum());
        assertEquals(
                input.requests(),
                activity.opcodes().stream().mapToLong(Activity.Opcode::requests).sum());
        assertEquals(
                input.forgets(),
                activity.buckets().stream().mapToLong(Activity.Bucket::forgets).sum());
        assertEquals(
                input.forgetSum(),
                activity.nodes().stream().mapToLong(Activity.Node::givenBack).sum());
        assertEquals(
                picture.diagnosis().nodes().peakLive(),
                activity.buckets().stream()
                        .mapToLong(Activity.Bucket::nodeids)
                        .max()
                        .orElse(0));
        assertEquals(
                picture.diagnosis().connections().stream()
                        .mapToLong(c -> c.handles() == null ? 0 : c.handles().peakOpen())
                        .max()
                        .orElse(0),
                activity.buckets().stream()
                        .mapToLong(Activity.Bucket::handles)
                        .max()
                        .orElse(0));
    }

    @Test
    void theHighestCountIsNotKnownWhereNoCountIs() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource("gocryptfs.log.gz"))) {
            Activity activity =
                    Analysis.picture(List.of(capture), Subject.of(List.of())).activity();
            Activity.Node node = activity.nodes().stream()
                    .filter(n -> n.nodeid() == 2)
                    .findFirst()
                    .orElseThrow();
            assertEquals(8, node.lookups());
            assertEquals(10, node.givenBack());
            assertEquals(0, node.count(), "all was given back");
            assertNull(node.peak());
        }
        assertTrue(
                of("gluster/gluster.fusedump.gz").activity().nodes().stream()
                        .filter(n -> n.lookups() > 0)
                        .allMatch(n -> n.peak() != null && n.peak() > 0),
                "known counts");
    }

    @Test
    void latenciesAreTheKernelsWhereItIsSeen() throws IOException {
        assertTrue(of("submount-incident/guest.ftrace.gz").activity().latencyAtKernel());
        Activity server = of("submount-incident/virtiofsd.log.gz").activity();
        assertTrue(!server.latencyAtKernel() && !server.latencies().isEmpty());
    }

    /** A READ ahead is sent in the background: the kernel's trace shows its begin, and the server's log its end, too. */
    @Test
    void whatTheKernelSendsInTheBackgroundIsMeasuredAtTheServer() throws IOException {
        Activity.Latency unseen = latency(of("submount-incident/guest.ftrace.gz"), "READ");
        assertEquals(0, unseen.answers());
        assertTrue(unseen.unanswered() > 0 && unseen.percentiles().isEmpty(), unseen::toString);
        Picture both = of("submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz");
        assertTrue(both.activity().latencyAtKernel());
        Activity.Latency read = latency(both, "READ");
        assertTrue(!read.atKernel() && read.unanswered() == 0, read::toString);
        assertEquals(unseen.unanswered(), read.answers());
        assertTrue(latency(both, "LOOKUP").atKernel());
    }

    private static Activity.Latency latency(Picture picture, String opcode) {
        return picture.activity().latencies().stream()
                .filter(l -> l.opcode().equals(opcode))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheClockTicksInShowsInItsTimes() {
        assertEquals(1_000_000_000, tick(1_000_000_000L, 7_000_000_000L, 0));
        assertEquals(10_000_000, tick(1_000_000_000L, 1_230_000_000L));
        assertEquals(1000, tick(123_456_000L, 123_457_000L));
        assertEquals(1, tick(1, 1_000_000_000L));
        assertEquals(1_000_000_000, tick(-2_000_000_000L, 100_000_000_000L), "none is slower");
    }

    private static long tick(long... timesNs) {
        LatencyBook book = new LatencyBook();
        Event event = new Event();
        for (long time : timesNs) {
            for (EventKind kind : List.of(EventKind.REQUEST, EventKind.REPLY)) {
                book.accept(event.start(kind, 1).timeNs(time).unique(2).opcode(Opcode.GETATTR.number()));
            }
        }
        return book.latencies().get(0).tickNs();
    }

    @Test
    void latenciesAreExactWithinTheirPrecision() {
        Ledgers ledgers = new Ledgers(List.of(new Stacks()), input -> true, false, new Watch());
        ActivityBook book = new ActivityBook(ledgers, false);
        Event event = new Event();
        for (int i = 1; i <= 1000; i++) {
            long begin = i * 1_000_000L;
            event.start(EventKind.REQUEST, i)
                    .timeNs(begin)
                    .unique(2L * i)
                    .opcode(Opcode.GETATTR.number())
                    .nodeid(1);
            ledgers.accept(event);
            book.accept(event);
            event.start(EventKind.REPLY, i)
                    .timeNs(begin + i * 100L)
                    .unique(2L * i)
                    .error(0);
            ledgers.accept(event);
            book.accept(event);
        }
        Activity.Latency latency = book.activity().latencies().get(0);
        assertEquals("GETATTR", latency.opcode());
        assertEquals(1000, latency.answers());
        for (Activity.Percentile p : latency.percentiles()) {
            assertEquals(p.percent() * 1000, (double) p.ns(), p.percent() * 10 + 1, () -> p + " of 100 ns to 100 µs");
        }
    }

    /** A year of events a second apart, and then one far away: the buckets grow, the sums stay. */
    @Test
    void bucketsGrowWithTimeAndTimesThatAreNoneChangeNothing() {
        Ledgers ledgers = new Ledgers(List.of(new Stacks()), input -> true, false, new Watch());
        ActivityBook book = new ActivityBook(ledgers, false);
        Event event = new Event();
        for (int i = 0; i < 100_000; i++) {
            long time = i == 500 ? Long.MAX_VALUE : i == 600 ? Long.MIN_VALUE : i * 1_000_000_000L;
            event.start(EventKind.REQUEST, i)
                    .timeNs(time)
                    .unique(2L * i + 2)
                    .opcode(Opcode.GETATTR.number())
                    .nodeid(1);
            ledgers.accept(event);
            book.accept(event);
        }
        Activity activity = book.activity();
        assertTrue(activity.buckets().size() <= 1024);
        assertEquals(100_000, activity.opcodes().get(0).requests());
        long end = activity.from() + activity.bucket() * activity.buckets().size();
        assertTrue(end >= 99_999_000_000_000L && end < 2 * 99_999_000_000_000L, () -> "ends at " + end);
    }
}
