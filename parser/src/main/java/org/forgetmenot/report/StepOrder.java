// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A timeline on an axis of steps: what a clock of whole seconds puts at one moment lies apart there, in its order. */
final class StepOrder {
    private final long[] times;

    private StepOrder(Timeline timeline) {
        LongStream.Builder all = LongStream.builder();
        all.add(timeline.from()).add(timeline.to());
        timeline.counts().forEach(c -> all.add(c.at()));
        timeline.marks().forEach(m -> all.add(m.from()).add(m.to()));
        timeline.lanes()
                .forEach(lane -> lane.holdings().forEach(h -> all.add(h.from()).add(h.to())));
        times = all.build().sorted().distinct().toArray();
    }

    /**
     * The same timeline by steps.
     *
     * @param timeline whose steps have different times, in their order
     */
    static Timeline of(Timeline timeline) {
        return new StepOrder(timeline).convert(timeline);
    }

    private long step(long time) {
        int at = Arrays.binarySearch(times, time);
        return at >= 0 ? at : -at - 1;
    }

    private Timeline convert(Timeline t) {
        List<Timeline.Lane> lanes = new ArrayList<>();
        for (Timeline.Lane lane : t.lanes()) {
            lanes.add(new Timeline.Lane(
                    lane.sDev(),
                    lane.submount(),
                    lane.root(),
                    lane.holdings().stream()
                            .map(h -> new Timeline.Holding(
                                    step(h.from()), step(h.to()), h.count(), h.forgotten(), h.open(), h.times()))
                            .toList()));
        }
        return new Timeline(
                t.nodeid(),
                t.path(),
                false,
                t.tickNs(),
                step(t.from()),
                step(t.to()),
                t.counts().stream()
                        .map(c -> new Timeline.Count(step(c.at()), c.count()))
                        .toList(),
                lanes,
                t.lanesOmitted(),
                t.marks().stream()
                        .map(m -> m.moved(step(m.from()), step(m.to())))
                        .toList(),
                intervals(t.dangling()),
                intervals(t.leaked()));
    }

    private List<Timeline.Interval> intervals(List<Timeline.Interval> all) {
        return all.stream()
                .map(i -> new Timeline.Interval(step(i.from()), step(i.to())))
                .toList();
    }
}
