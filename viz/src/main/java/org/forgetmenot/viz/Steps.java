// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.report.Timeline;

/**
 * Timelines by steps: where a log's clock is so coarse that what is to be seen happens in one moment of it, the order of the steps
 * tells more than their times.
 */
final class Steps {
    /** So many ticks of a clock are too few for an axis, if steps share them. */
    private static final int TICKS_FEW = 10;

    private static final long SECOND_NS = 1_000_000_000L;

    private Steps() {}

    /**
     * The timeline by steps if its clock is too coarse for what is drawn at first; else as it is.
     *
     * <p>With superblocks it stays as it is: nothing tells at which of the steps of one moment they began to hold it.
     */
    static Timeline ifTooCoarse(Timeline timeline) {
        return timeline.lanes().isEmpty() && isTooCoarse(timeline) ? bySteps(timeline) : timeline;
    }

    private static boolean isTooCoarse(Timeline timeline) {
        if (!timeline.timed() || timeline.marks().isEmpty()) {
            return false;
        }
        Window window = Window.around(timeline);
        List<Timeline.Mark> drawn =
                timeline.marks().stream().filter(window::has).toList();
        long moments = drawn.stream().mapToLong(Timeline.Mark::from).distinct().count();
        return moments < drawn.size() && (window.to() - window.from()) / tick(timeline) <= TICKS_FEW;
    }

    /** The tick of the clock, as far as times show: a power of ten in nanoseconds, a second at most; 1 where there are no times. */
    static long tick(Timeline timeline) {
        if (!timeline.timed()) {
            return 1;
        }
        long tick = SECOND_NS;
        for (Timeline.Mark mark : timeline.marks()) {
            while ((mark.from() - timeline.from()) % tick != 0) {
                tick /= 10;
            }
        }
        return tick;
    }

    private static Timeline bySteps(Timeline timeline) {
        List<Timeline.Mark> marks = new ArrayList<>();
        List<Timeline.Count> counts = new ArrayList<>();
        long at = 0;
        for (Timeline.Mark mark : timeline.marks()) {
            marks.add(new Timeline.Mark(
                    at,
                    at + mark.times() - 1,
                    mark.kind(),
                    mark.kernelSide(),
                    mark.lane(),
                    mark.request(),
                    mark.what(),
                    mark.cause(),
                    mark.count(),
                    mark.at(),
                    mark.times()));
            counts.add(new Timeline.Count(at, mark.count()));
            at += mark.times();
        }
        return new Timeline(
                timeline.nodeid(),
                timeline.path(),
                false,
                0,
                at - 1,
                counts,
                List.of(),
                timeline.lanesOmitted(),
                marks,
                timeline.dangling().stream()
                        .map(i -> interval(i, timeline.marks(), marks))
                        .toList(),
                List.of()); // what leaks takes superblocks to tell
    }

    /** From the FORGET before the first failure to the last failure. */
    private static Timeline.Interval interval(
            Timeline.Interval time, List<Timeline.Mark> marks, List<Timeline.Mark> steps) {
        long forget = 0;
        long from = -1;
        long to = 0;
        for (int i = 0; i < marks.size(); i++) {
            Timeline.Mark mark = marks.get(i);
            if (mark.kind() == StepKind.FORGET && mark.from() <= time.from()) {
                forget = steps.get(i).from();
            } else if (mark.kind().isFailure() && mark.from() >= time.from() && mark.from() <= time.to()) {
                from = from < 0 ? forget : from;
                to = steps.get(i).to();
            }
        }
        return from < 0 ? new Timeline.Interval(forget, forget) : new Timeline.Interval(from, to);
    }
}
