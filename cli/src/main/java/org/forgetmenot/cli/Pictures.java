// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Subject;

/**
 * Reads captures for pictures: once, and a second time only where memory had no room for all steps of the nodeids that turned out
 * to be wanted.
 */
final class Pictures {
    /** Lives in one picture when none is asked for. */
    static final int LIVES_MAX = 4;

    private Pictures() {}

    /** A way to read open captures. */
    @FunctionalInterface
    private interface Reading {
        Picture of(List<Capture> captures) throws IOException;
    }

    /** All that pictures are drawn from. */
    static Picture read(CaptureOptions captures, Subject subject, Console console) throws IOException {
        return complete(open(captures, console, list -> Analysis.picture(list, subject)), captures, console);
    }

    /** All that a page is drawn from: of the worst nodeids, or of the busiest where nothing is wrong. */
    static Picture page(CaptureOptions captures, Console console) throws IOException {
        Subject subject = Subject.chosen((diagnosis, activity, busiest) -> worstOrBusiest(diagnosis, busiest));
        Picture picture = open(captures, console, list -> Analysis.picture(list, subject));
        return completeIfWrong(picture, captures, console);
    }

    private static List<Long> worstOrBusiest(Diagnosis diagnosis, Supplier<OptionalLong> busiest) {
        return diagnosis.wrongNodeids().isEmpty()
                ? busiest.get().stream().boxed().toList()
                : worst(diagnosis);
    }

    /** The same as {@link #complete}; but of nothing wrong no timeline is worth refusing standard input for. */
    static Picture completeIfWrong(Picture picture, CaptureOptions captures, Console console) throws IOException {
        Diagnosis diagnosis = picture.diagnosis();
        if (captures.hasStdin() && diagnosis.wrongNodeids().isEmpty() && !picture.isComplete()) {
            return new Picture(diagnosis, picture.activity(), List.of(), List.of());
        }
        return complete(picture, captures, console);
    }

    /** The timelines alone, which is quicker. */
    static Picture timelines(CaptureOptions captures, Subject subject, Console console) throws IOException {
        return complete(open(captures, console, list -> Analysis.timelines(list, subject)), captures, console);
    }

    private static Picture open(CaptureOptions captures, Console console, Reading reading) throws IOException {
        try (OpenCaptures open = captures.open(console)) {
            return reading.of(open.list());
        }
    }

    /** The picture, with those timelines that there was no room for. */
    static Picture complete(Picture picture, CaptureOptions captures, Console console) throws IOException {
        if (picture.isComplete()) {
            return picture;
        }
        if (captures.hasStdin()) {
            throw captures.usage("standard input was too long for the memory to hold the steps of every nodeid:"
                    + " give a file, more memory (JAVA_OPTS=-Xmx8g), or --nodeid where there is that option");
        }
        Subject subject = Subject.of(picture.nodeids());
        Picture again = open(captures, console, list -> Analysis.timelines(list, subject));
        return new Picture(picture.diagnosis(), picture.activity(), picture.nodeids(), again.timelines());
    }

    /** The nodeids that the server counted highest. */
    static List<Long> highest(Activity activity, int max) {
        return activity.nodes().stream()
                .filter(n -> peak(n) > 0)
                .sorted(Comparator.comparingLong(Pictures::peak)
                        .thenComparingLong(Activity.Node::lookups)
                        .reversed())
                .limit(max)
                .map(Activity.Node::nodeid)
                .toList();
    }

    private static long peak(Activity.Node node) {
        return node.peak() == null ? 0 : node.peak();
    }

    /** The nodeids of the worst findings. */
    static List<Long> worst(Diagnosis diagnosis) {
        List<Long> found = diagnosis.wrongNodeids();
        return found.subList(0, Math.min(found.size(), LIVES_MAX));
    }
}
