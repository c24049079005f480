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
    /** What is shorter than so many ticks of the clock is drawn by steps. */
    private static final int TICKS_MIN = 20;
    /** A clock that puts many steps at one moment: there they are told apart by a nanosecond each. */
    private static final long COARSE_NS = 1_000_000;

    private final long nodeid;
    private final CountSeries counts = new CountSeries();
    private final MarkSeries marks = new MarkSeries();
    private final IdentityHashMap<Superblock, LaneBook> lanes = new IdentityHashMap<>();
    private final List<LaneBook> order = new ArrayList<>();
    private final IdentityHashMap<Superblock, Boolean> omitted = new IdentityHashMap<>();
    private final Clock clock = new Clock();
    private final Tick tick = new Tick();
    private long now = Long.MIN_VALUE;
    private @Nullable String path;
    private long steps;

    TimelineBook(long nodeid) {
        this.nodeid = nodeid;
    }

    void add(Step step) {
        steps++;
        clock.tick(step.mark().hasTime(), step.commonNs());
        if (step.mark().hasTime()) {
            tick.tell(step.mark().timeNs());
        }
        boolean next = steps > 1 && tick.ns() >= COARSE_NS;
        now = Math.max(clock.now(), next ? now + 1 : now);
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
        Timeline timeline = onClock(diagnosis);
        return timeline.timed() && isTooFast(timeline) ? StepOrder.of(timeline) : timeline;
    }

    /** Whether its incident, or all of it where there is none, takes but a few ticks of the clock. */
    private static boolean isTooFast(Timeline timeline) {
        long length = timeline.dangling().isEmpty()
                ? timeline.to() - timeline.from()
                : timeline.dangling().get(0).to() - timeline.dangling().get(0).from();
        return timeline.marks().size() > 2 && length / TICKS_MIN < timeline.tickNs();
    }

    private Timeline onClock(Diagnosis diagnosis) {
        order.forEach(lane -> lane.end(now));
        List<Timeline.Mark> told = marks.marks();
        List<Timeline.Lane> suspected = order.stream().map(LaneBook::lane).toList();
        EarlyForgets early = new EarlyForgets(diagnosis, nodeid, at -> EarlyForgets.time(told, at));
        List<Timeline.Lane> lanes = suspected.stream().map(early::judged).toList();
        List<Timeline.Mark> judged =
                told.stream().map(mark -> early.judged(mark, lanes)).toList();
        List<Interval> forgotten = forgotten(lanes);
        List<Timeline.Count> counted = EarlyForgets.judged(counts.counts(), forgotten(suspected), forgotten);
        return new Timeline(
                nodeid,
                path,
                clock.isTimed(),
                tick.ns(),
                clock.from(),
                steps == 0 ? clock.now() : now,
                counted,
                lanes,
                omitted.size(),
                judged,
                forgotten.isEmpty() ? used(judged) : forgotten,
                has(diagnosis, FindingCode.LOOKUP_LEAK::equals) ? leaked(lanes, counted) : List.of());
    }

    private boolean has(Diagnosis diagnosis, Predicate<FindingCode> codes) {
        return diagnosis.findings().stream().anyMatch(f -> f.isWrongOf(nodeid) && codes.test(f.code()));
    }

    /** When no superblock held it though the server counted it. */
    private List<Interval> leaked(List<Timeline.Lane> lanes, List<Timeline.Count> counted) {
        List<Interval> held = held(lanes, holding -> true);
        List<Interval> leaked = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            long from = held.get(i).to();
            long to = i + 1 < held.size() ? held.get(i + 1).from() : now;
            if (to > from && Timeline.Count.at(counted, to - 1) > 0) {
                leaked.add(new Interval(from, to));
            }
        }
        return leaked;
    }

    /** When somebody held it though it was forgotten. */
    private static List<Interval> forgotten(List<Timeline.Lane> lanes) {
        return held(lanes, Timeline.Holding::forgotten);
    }

    private static List<Interval> held(List<Timeline.Lane> lanes, Predicate<Timeline.Holding> which) {
        return joined(lanes.stream()
                .flatMap(lane -> lane.holdings().stream())
                .filter(which)
                .map(h -> new Interval(h.from(), h.to()))
                .sorted((a, b) -> Long.compare(a.from(), b.from()))
                .toList());
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

    /** Where no superblock shows: from the FORGET to the last use. */
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
