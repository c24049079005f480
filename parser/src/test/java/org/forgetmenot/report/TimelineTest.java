// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pictures of a nodeid are drawn from. */
final class TimelineTest {
    private static Picture picture(long nodeid, String... samples) throws IOException {
        return picture(
                Subject.of(List.of(nodeid)),
                Stream.of(samples).map(TestCaptures::sample).toList());
    }

    @Test
    void anIncidentShowsWhoLetGoAndWhoStillHeld() throws IOException {
        Timeline timeline =
                picture(3, "submount-incident/guest.ftrace.gz").timelines().get(0);
        assertEquals(
                List.of(1L, 0L),
                timeline.counts().stream().map(Timeline.Count::count).toList());
        assertEquals(
                List.of(17, 18),
                timeline.lanes().stream().map(Timeline.Lane::sDev).toList());
        Timeline.Lane parent = timeline.lanes().get(0);
        Timeline.Lane submount = timeline.lanes().get(1);
        assertEquals(
                List.of(new Timeline.Holding(3_675_027_000L, 5_176_478_000L, 1L, false, false, 1)), parent.holdings());
        assertTrue(submount.submount() && submount.root());
        assertEquals(
                List.of(false, true),
                submount.holdings().stream().map(Timeline.Holding::forgotten).toList());
        assertEquals(List.of(new Timeline.Interval(5_176_550_000L, 5_890_151_000L)), timeline.dangling());
        Timeline.Mark incident = timeline.incident();
        assertEquals(1239, incident.at().position());
        assertEquals(ForgetCause.DROP_CACHES, incident.cause());
        assertEquals(28, marks(timeline, StepKind.USED_FORGOTTEN, true));
        assertEquals(28, marks(timeline, StepKind.ERROR_FORGOTTEN, true));
    }

    /** Captures of many dialects, alone and in pairs of one run. */
    static List<List<Path>> runs() {
        Path incident = TestCaptures.sample("submount-incident");
        Path guest = incident.resolve("guest.ftrace.gz");
        Path log = incident.resolve("virtiofsd.log.gz");
        Path fixed = TestCaptures.sample("submount-fixed");
        Path rust = TestCaptures.resource("unfixed-container-rust.ftrace.gz");
        Path rustLog = TestCaptures.resource("unfixed-container-rust.log.gz");
        List<List<Path>> runs = new ArrayList<>(List.of(
                List.of(guest),
                List.of(log),
                List.of(guest, log),
                List.of(fixed.resolve("guest.ftrace.gz"), fixed.resolve("virtiofsd.log.gz")),
                List.of(rust, rustLog),
                List.of(TestCaptures.sample("gluster").resolve("gluster.fusedump.gz"))));
        for (String name : List.of(
                "steal-container-c.ftrace.gz",
                "stock612-container-c.ftrace.gz",
                "cvirtiofsd.log.gz",
                "passthrough_ll.log.gz",
                "passthrough_ll.strace.gz",
                "gocryptfs.log.gz",
                "rclone.log.gz",
                "libfuse-hl.log.gz",
                "unfixed-container-tracecmd.dat")) {
            runs.add(List.of(TestCaptures.resource(name)));
        }
        return runs;
    }

    /** So that a capture need not be read twice where its findings tell which nodeids are wanted. */
    @ParameterizedTest
    @MethodSource("runs")
    void nodeidsThatAreChosenAtTheEndHaveTheTimelinesOfThoseKnownBeforehand(List<Path> run) throws IOException {
        Picture chosen = picture(
                Subject.chosen((diagnosis, activity, busiest) -> Stream.concat(
                                diagnosis.wrongNodeids().stream(),
                                activity.nodes().stream().map(Activity.Node::nodeid))
                        .distinct()
                        .limit(50)
                        .toList()),
                run);
        assertTrue(chosen.isComplete());
        assertFalse(chosen.timelines().isEmpty());
        Picture known = picture(Subject.of(chosen.nodeids()), run);
        for (int i = 0; i < chosen.timelines().size(); i++) {
            assertEquals(known.timelines().get(i), chosen.timelines().get(i));
        }
        assertEquals(known.timelines().size(), chosen.timelines().size());
    }

    private static Picture picture(Subject subject, List<Path> run) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (Path file : run) {
            captures.add(TestCaptures.open(file));
        }
        try {
            return Analysis.picture(captures, subject);
        } finally {
            for (Capture capture : captures) {
                capture.close();
            }
        }
    }

    @Test
    void theBusiestIsTheOneWithTheMostLookupsAndUses() throws IOException {
        Path file = TestCaptures.sample("submount-fixed").resolve("virtiofsd.log.gz");
        List<Long> busiest = new ArrayList<>();
        Picture picture = picture(
                Subject.chosen((diagnosis, activity, most) -> {
                    busiest.add(most.get().orElseThrow());
                    return busiest;
                }),
                List.of(file));
        Activity.Node expected = picture.activity().nodes().stream()
                .filter(n -> n.lookups() > 0 && n.nodeid() != 1)
                .max(Comparator.comparingLong(n -> n.uses() + n.lookups()))
                .orElseThrow();
        assertEquals(List.of(expected.nodeid()), busiest);
        assertEquals(expected.nodeid(), picture.timelines().get(0).nodeid());
    }

    @Test
    void twoViewsAreOnOneClock() throws IOException {
        Timeline timeline = picture(3, "submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz")
                .timelines()
                .get(0);
        assertEquals("/ctr/rootfs", timeline.path());
        assertTrue(timeline.to() < 6_000_000_000L, "the server's log counts from 1970");
        assertEquals(1, timeline.dangling().size());
        assertEquals(28, marks(timeline, StepKind.USED_FORGOTTEN, true));
        assertEquals(28, marks(timeline, StepKind.USED_FORGOTTEN, false));
    }

    /** Captures of other kernels and workloads, in some of which a ledger suspects at first what is refuted later. */
    static List<Path> lab() throws IOException {
        try (Stream<Path> files = Files.list(TestCaptures.resource("lab"))) {
            return files.filter(file -> file.toString().endsWith(".ftrace.gz"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lab")
    void aTimelineDanglesFromTheForgetThatTheDiagnosisCallsTooEarly(Path file) throws IOException {
        Picture picture =
                picture(Subject.chosen((diagnosis, activity, busiest) -> diagnosis.wrongNodeids()), List.of(file));
        for (Timeline timeline : picture.timelines()) {
            Finding finding = picture.diagnosis().findings().stream()
                    .filter(f -> f.isWrongOf(timeline.nodeid()) && f.code().isOfForgotten())
                    .findFirst()
                    .orElse(null);
            if (finding == null) {
                assertEquals(List.of(), timeline.dangling());
                continue;
            }
            Forgotten forgotten = finding.forgotten().get(finding.forgotten().size() - 1);
            Timeline.Mark incident = timeline.incident();
            assertEquals(forgotten.at(), incident.at());
            assertEquals(incident.from(), timeline.dangling().get(0).from());
            Set<Integer> holders = finding.heldBy().stream().map(HeldBy::sDev).collect(Collectors.toSet());
            for (Timeline.Lane lane : timeline.lanes()) {
                boolean dangles = lane.holdings().stream().anyMatch(Timeline.Holding::forgotten);
                assertEquals(holders.contains(lane.sDev()), dangles, () -> "superblock " + lane.sDev());
            }
            for (Timeline.Mark mark : timeline.marks()) {
                assertFalse(mark.kind().isFailure() && mark.from() < incident.from(), mark::what);
            }
            for (Timeline.Count count : timeline.counts()) {
                boolean isHeld = timeline.lanes().stream()
                        .flatMap(lane -> lane.holdings().stream())
                        .anyMatch(h -> h.from() <= count.at() && count.at() < h.to());
                boolean isZero = count.count() != null && count.count() == 0;
                assertFalse(isZero && isHeld && count.at() < incident.from(), "a count that was not 0");
            }
        }
    }

    @Test
    void whereTheDiagnosisFindsNothingNothingDangles() throws IOException {
        Timeline timeline =
                picture(3, "submount-fixed/guest.ftrace.gz").timelines().get(0);
        assertEquals(List.of(), timeline.dangling());
        assertEquals(0, marks(timeline, StepKind.USED_FORGOTTEN, true));
        assertFalse(timeline.isEmpty());
    }

    @Test
    void aNodeidThatIsNotThereHasAnEmptyTimeline() throws IOException {
        assertTrue(picture(77_777, "submount-fixed/guest.ftrace.gz")
                .timelines()
                .get(0)
                .isEmpty());
    }

    @Test
    void aServersLogAloneDanglesFromTheForgetToTheLastUse() throws IOException {
        Timeline timeline =
                picture(3, "submount-incident/virtiofsd.log.gz").timelines().get(0);
        assertEquals(List.of(), timeline.lanes());
        assertEquals(1, timeline.dangling().size());
        assertEquals(timeline.incident().from(), timeline.dangling().get(0).from());
    }

    /** The Rust virtiofsd's log has whole seconds. */
    @Test
    void whatIsTooFastForTheClockGoesByItsSteps() throws IOException {
        Path log = TestCaptures.resource("unfixed-container-rust.log.gz");
        Timeline timeline =
                picture(Subject.of(List.of(3L)), List.of(log)).timelines().get(0);
        assertTrue(timeline.isTooFast());
        assertEquals(1_000_000_000, timeline.tickNs());
        Timeline.Interval dangling = timeline.dangling().get(0);
        assertEquals(60, dangling.to() - dangling.from(), "30 uses and their answers");
        assertEquals(
                timeline.marks().size(),
                timeline.marks().stream().map(Timeline.Mark::from).distinct().count());
    }

    @Test
    void aUseThatIsRefusedIsToldFromOneThatIsAnswered() throws IOException {
        Path file = TestCaptures.resource("lab").resolve("61-steal-twopure.ftrace.gz");
        Timeline timeline =
                picture(Subject.of(List.of(4L)), List.of(file)).timelines().get(0);
        assertEquals(98, marks(timeline, StepKind.USED_FORGOTTEN, true));
        assertEquals(92, timeline.marks().stream().filter(Timeline.Mark::failed).count());
    }

    private static long marks(Timeline timeline, StepKind kind, boolean kernelSide) {
        return timeline.marks().stream()
                .filter(m -> m.kind() == kind && m.kernelSide() == kernelSide)
                .mapToLong(Timeline.Mark::times)
                .sum();
    }

    /** A life of a million steps: whatever is drawn together, no FORGET and no failure is lost, and the line keeps its shape. */
    @Test
    void aLongLifeIsThinnedWithoutLosingAForgetOrAFailure() {
        TimelineBook book = new TimelineBook(5);
        Watch watch = new Watch();
        watch.follow(5, book::add);
        Ledgers ledgers = new Ledgers(List.of(new Stacks()), input -> true, false, watch);
        Event event = new Event();
        int lives = 50_000;
        long line = 0;
        ledgers.accept(start(event, EventKind.REQUEST, ++line, 2).opcode(Opcode.INIT.number()));
        ledgers.accept(start(event, EventKind.REPLY, ++line, 2).error(0));
        for (int life = 0; life < lives; life++) {
            long unique = 10L + 10L * life;
            int lookups = life == lives / 2 ? 40 : 3;
            for (int i = 0; i < lookups; i++) {
                start(event, EventKind.REQUEST, ++line, unique + i)
                        .opcode(Opcode.LOOKUP.number())
                        .nodeid(1);
                ledgers.accept(event);
                ledgers.accept(start(event, EventKind.ENTRY, ++line, unique + i)
                        .nodeid(5)
                        .parent(1));
                ledgers.accept(start(event, EventKind.REPLY, ++line, unique + i).error(0));
            }
            ledgers.accept(
                    start(event, EventKind.FORGET, ++line, unique + 5).nodeid(5).nlookup(lookups));
            start(event, EventKind.REQUEST, ++line, unique + 7)
                    .opcode(Opcode.GETATTR.number())
                    .nodeid(5);
            ledgers.accept(event);
            ledgers.accept(start(event, EventKind.REPLY, ++line, unique + 7).error(-9));
        }
        Timeline timeline = book.timeline(NOTHING_FOUND);
        assertTrue(
                timeline.marks().size() <= 16_384,
                () -> "marks: " + timeline.marks().size());
        assertTrue(
                timeline.counts().size() <= 16_384,
                () -> "counts: " + timeline.counts().size());
        assertEquals(lives, marks(timeline, StepKind.FORGET, false));
        assertEquals(lives, marks(timeline, StepKind.USED, false), "of the forgotten, if the diagnosis said so");
        assertEquals(lives, marks(timeline, StepKind.ERROR, false));
        assertEquals(3L * lives + 37, marks(timeline, StepKind.LOOKUP, false));
        assertEquals(
                40,
                timeline.counts().stream()
                        .mapToLong(Timeline.Count::count)
                        .max()
                        .orElse(0),
                "the peak");
        assertEquals(
                0,
                timeline.counts().stream()
                        .mapToLong(Timeline.Count::count)
                        .min()
                        .orElse(9));
    }

    private static final Diagnosis NOTHING_FOUND =
            new Diagnosis(List.of(), List.of(), new Diagnosis.Nodes(0, 0, 0), null, List.of(), 0, "");

    private static Event start(Event event, EventKind kind, long line, long unique) {
        return event.start(kind, line).timeNs(line * 1000).unique(unique);
    }
}
