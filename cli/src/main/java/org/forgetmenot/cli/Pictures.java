// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Timeline;

/** Reads captures for pictures: which nodeids to follow shows only at their end, so they are read twice where it was not foreseen. */
final class Pictures {
    /** Lives in one picture when none is asked for. */
    static final int LIVES_MAX = 4;

    /** What is said of standard input. */
    static final String TWICE = "which nodeids to follow shows at the end, and standard input can be read only once:"
            + " give --nodeid, or a file";

    private Pictures() {}

    /** Reads the captures once. */
    static Picture read(CaptureOptions captures, List<Long> nodeids, Console console) throws IOException {
        try (OpenCaptures open = captures.open(console)) {
            return Analysis.picture(open.list(), nodeids);
        }
    }

    /** The same with the timelines of some nodeids alone; empty if it has not all of them. */
    static Optional<Picture> only(Picture picture, List<Long> nodeids) {
        List<Timeline> timelines = nodeids.stream()
                .flatMap(n -> picture.timelines().stream().filter(t -> t.nodeid() == n))
                .toList();
        return timelines.size() == nodeids.size()
                ? Optional.of(new Picture(picture.diagnosis(), picture.activity(), timelines))
                : Optional.empty();
    }

    /** The nodeids that the server counted highest. */
    static List<Long> highest(Activity activity, int max) {
        return activity.nodes().stream()
                .filter(n -> n.peak() > 0)
                .sorted(Comparator.comparingLong(Activity.Node::peak)
                        .thenComparingLong(Activity.Node::lookups)
                        .reversed())
                .limit(max)
                .map(Activity.Node::nodeid)
                .toList();
    }

    /** All of a run, with the timelines of the worst findings' nodeids. */
    static Picture withFindings(CaptureOptions captures, Console console) throws IOException {
        Picture first = read(captures, List.of(), console);
        List<Long> found = first.diagnosis().wrongNodeids();
        List<Long> worst = found.subList(0, Math.min(found.size(), LIVES_MAX));
        Optional<Picture> foreseen = only(first, worst);
        return foreseen.isPresent() ? foreseen.get() : read(captures, worst, console);
    }
}
