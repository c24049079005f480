// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * The FORGETs of one nodeid that the diagnosis calls too early.
 *
 * <p>A step is told when it happens, and the ledgers suspect then what the rest of the captures may refute: whatever a timeline
 * shows as forgotten is held against the findings here, so that no picture says more than the verdict.
 */
final class EarlyForgets {
    /** One of them, after which those who held the nodeid had nothing; where none is named, whoever did. */
    private record Early(long at, List<HeldBy> heldBy) {
        boolean concerns(@Nullable Integer sDev) {
            return sDev == null
                    || heldBy.isEmpty()
                    || heldBy.stream()
                            .anyMatch(h -> h.sDev() == null || h.sDev().equals(sDev));
        }
    }

    private final List<Early> all = new ArrayList<>();

    /**
     * Finds them.
     *
     * @param when the place of a FORGET in the order of the nodeid's steps: its time, or a number; null if it is none of them
     */
    EarlyForgets(Diagnosis diagnosis, long nodeid, Function<Evidence, @Nullable Long> when) {
        for (Finding finding : diagnosis.findings()) {
            if (finding.isWrongOf(nodeid) && finding.code().isOfForgotten()) {
                for (Forgotten forgotten : finding.forgotten()) {
                    Long at = when.apply(forgotten.at());
                    if (at != null) {
                        all.add(new Early(at, finding.heldBy()));
                    }
                }
            }
        }
    }

    /** When that FORGET was, alone or among those that it was put together with; null if it is not among the steps. */
    static @Nullable Long time(List<Timeline.Mark> marks, Evidence forget) {
        Long time = null;
        for (Timeline.Mark mark : marks) {
            if (mark.kind() == StepKind.FORGET
                    && mark.at().input() == forget.input()
                    && mark.at().position() <= forget.position()
                    && (mark.times() > 1 || mark.at().position() == forget.position())) {
                time = mark.from();
            }
        }
        return time;
    }

    /**
     * Whether a step is at one of them or after it.
     *
     * @param sDev of the superblock concerned, null if unknown
     */
    boolean isReached(long when, @Nullable Integer sDev) {
        return all.stream().anyMatch(early -> early.at <= when && early.concerns(sDev));
    }

    /** The step as the diagnosis has it. */
    Timeline.Mark judged(Timeline.Mark mark, List<Timeline.Lane> lanes) {
        Integer sDev = mark.lane() == null ? null : lanes.get(mark.lane()).sDev();
        if (!mark.kind().isFailure() || isReached(mark.from(), sDev)) {
            return mark;
        }
        StepKind kind = mark.kind() == StepKind.USED_FORGOTTEN ? StepKind.USED : StepKind.ERROR;
        return mark.as(kind, kind == StepKind.USED ? "used by " + mark.request() : mark.what());
    }

    /** The superblock's holdings as the diagnosis has them. */
    Timeline.Lane judged(Timeline.Lane lane) {
        List<Timeline.Holding> judged = new ArrayList<>();
        for (Timeline.Holding holding : lane.holdings()) {
            if (!holding.forgotten() || isReached(holding.from(), lane.sDev())) {
                add(judged, holding);
                continue;
            }
            long from = all.stream()
                    .filter(early -> early.at < holding.to() && early.concerns(lane.sDev()))
                    .mapToLong(Early::at)
                    .min()
                    .orElse(holding.to());
            boolean isLater = from < holding.to();
            add(judged, holding.part(holding.from(), from, false, holding.open() && !isLater));
            if (isLater) {
                add(judged, holding.part(from, holding.to(), true, holding.open()));
            }
        }
        return new Timeline.Lane(lane.sDev(), lane.submount(), lane.root(), judged);
    }

    /** Adds a holding; to the last one, if that goes on in it. */
    private static void add(List<Timeline.Holding> holdings, Timeline.Holding next) {
        Timeline.Holding last = holdings.isEmpty() ? null : holdings.get(holdings.size() - 1);
        if (last != null
                && last.to() == next.from()
                && Objects.equals(last.count(), next.count())
                && last.forgotten() == next.forgotten()) {
            holdings.set(
                    holdings.size() - 1,
                    new Timeline.Holding(
                            last.from(),
                            next.to(),
                            last.count(),
                            last.forgotten(),
                            next.open(),
                            Math.max(last.times(), next.times())));
        } else {
            holdings.add(next);
        }
    }

    /**
     * The server's counts as the diagnosis has them: where a ledger took them for 0 and the diagnosis does not, nobody knows them.
     *
     * @param suspected when a ledger held some superblock's inode for forgotten, in the order of time
     * @param upheld those of them that the diagnosis holds up, in the order of time
     */
    static List<Timeline.Count> judged(
            List<Timeline.Count> counts, List<Timeline.Interval> suspected, List<Timeline.Interval> upheld) {
        List<Timeline.Count> judged = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Timeline.Count count = counts.get(i);
            long until = i + 1 < counts.size() ? counts.get(i + 1).at() : Long.MAX_VALUE;
            if (!Objects.equals(count.count(), 0L) || !has(suspected, count.at()) || has(upheld, count.at())) {
                judged.add(count);
                continue;
            }
            judged.add(new Timeline.Count(count.at(), null));
            int next = begunBy(upheld, count.at());
            if (next < upheld.size() && upheld.get(next).from() < until) {
                judged.add(new Timeline.Count(upheld.get(next).from(), 0L));
            }
        }
        return judged;
    }

    private static boolean has(List<Timeline.Interval> intervals, long time) {
        int begun = begunBy(intervals, time);
        return begun > 0 && time < intervals.get(begun - 1).to();
    }

    /** How many of the intervals, which are in their order, have begun by a time. */
    private static int begunBy(List<Timeline.Interval> intervals, long time) {
        int low = 0;
        int high = intervals.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (intervals.get(middle).from() <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
