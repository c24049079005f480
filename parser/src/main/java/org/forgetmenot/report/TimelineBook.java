// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.lifecycle.Step;
import org.forgetmenot.lifecycle.Superblock;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.report.Timeline.Interval;
import org.jspecify.annotations.Nullable;

/** Writes down the timeline of one nodeid while the captures are read, in bounded memory. */
final class TimelineBook {
    /** Superblocks with a lane of their own. */
    private static final int LANES_MAX = 64;

    private final long nodeid;
    private final CountSeries counts = new CountSeries();
    private final MarkSeries marks = new MarkSeries();
    private final IdentityHashMap<Superblock, LaneBook> lanes = new IdentityHashMap<>();
    private final List<LaneBook> order = new ArrayList<>();
    private final IdentityHashMap<Superblock, Boolean> omitted = new IdentityHashMap<>();
    private final Clock clock = new Clock();
    private @Nullable String path;
    private long steps;

    TimelineBook(long nodeid) {
        this.nodeid = nodeid;
    }

    void add(Step step) {
        steps++;
        clock.tick(step.mark().hasTime(), step.commonNs());
        long now = clock.now();
        LaneBook lane = step.superblock() == null ? null : lane(step.superblock());
        if (lane != null && step.kind() == StepKind.EVICTED && step.nlookup() != null) {
            lane.had(step.nlookup());
        }
        if (step.isKernelSide()) {
            hold(step.held(), now);
        }
        path = path == null ? step.path() : path;
        counts.add(now, step.serverCount());
        marks.add(now, step, lane == null ? null : lane.index());
    }

    private void hold(List<Watch.Held> held, long now) {
        for (Watch.Held holder : held) {
            LaneBook lane = lane(holder.superblock());
            if (lane != null) {
                lane.holds(now, holder, steps);
            }
        }
        for (LaneBook lane : order) {
            lane.letsGoUnless(steps, now);
        }
    }

    private @Nullable LaneBook lane(Superblock superblock) {
        LaneBook lane = lanes.get(superblock);
        if (lane == null && order.size() < LANES_MAX) {
            lane = new LaneBook(superblock, order.size());
            lanes.put(superblock, lane);
            order.add(lane);
        } else if (lane == null && omitted.size() < LANES_MAX * LANES_MAX) {
            omitted.put(superblock, true);
        }
        return lane;
    }

    /** The captures are over. */
    Timeline timeline(Diagnosis diagnosis) {
        order.forEach(lane -> lane.end(clock.now()));
        List<Timeline.Mark> all = marks.marks();
        return new Timeline(
                nodeid,
                path,
                clock.isTimed(),
                clock.from(),
                clock.now(),
                counts.counts(),
                order.stream().map(LaneBook::lane).toList(),
                omitted.size(),
                all,
                isForgotten(diagnosis) ? dangling(all) : List.of(),
                has(diagnosis, FindingCode.LOOKUP_LEAK::equals) ? leaked() : List.of());
    }

    private boolean has(Diagnosis diagnosis, Predicate<FindingCode> codes) {
        return diagnosis.findings().stream().anyMatch(f -> f.isWrongOf(nodeid) && codes.test(f.code()));
    }

    /** When no superblock held it though the server counted it. */
    private List<Interval> leaked() {
        List<Interval> held = joined(order.stream()
                .flatMap(lane -> lane.lane().holdings().stream())
                .map(h -> new Interval(h.from(), h.to()))
                .sorted((a, b) -> Long.compare(a.from(), b.from()))
                .toList());
        List<Timeline.Count> counted = counts.counts();
        List<Interval> leaked = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            long from = held.get(i).to();
            long to = i + 1 < held.size() ? held.get(i + 1).from() : clock.now();
            if (to > from && Timeline.Count.at(counted, to - 1) > 0) {
                leaked.add(new Interval(from, to));
            }
        }
        return leaked;
    }

    /** Whether the diagnosis says that the nodeid was forgotten too early: what a ledger suspects is no finding yet. */
    private boolean isForgotten(Diagnosis diagnosis) {
        return has(diagnosis, FindingCode::isOfForgotten);
    }

    /** When somebody held it though it was forgotten; where no superblock shows, from the FORGET to the last use. */
    private List<Interval> dangling(List<Timeline.Mark> all) {
        List<Interval> held = order.stream()
                .flatMap(lane -> lane.lane().holdings().stream())
                .filter(Timeline.Holding::forgotten)
                .map(h -> new Interval(h.from(), h.to()))
                .sorted((a, b) -> Long.compare(a.from(), b.from()))
                .toList();
        return held.isEmpty() ? used(all) : joined(held);
    }

    private static List<Interval> joined(List<Interval> sorted) {
        List<Interval> joined = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && next.from() <= last.to()) {
                joined.set(joined.size() - 1, new Interval(last.from(), Math.max(last.to(), next.to())));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static List<Interval> used(List<Timeline.Mark> all) {
        List<Interval> used = new ArrayList<>();
        long forget = -1;
        for (Timeline.Mark mark : all) {
            if (mark.kind() == StepKind.FORGET) {
                forget = mark.from();
            } else if (mark.kind().isFailure() && forget >= 0) {
                used.add(new Interval(forget, mark.to()));
            }
        }
        return joined(used);
    }
}
