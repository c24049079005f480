// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Subject;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;

/** Nodeids that somebody asked for pictures of. */
final class AskedNodeids {
    private static final int NEAREST = 3;
    private static final long ROOT = 1;

    private AskedNodeids() {}

    /** Refuses those that are not in the captures, and names the nearest that are. */
    static Picture check(Picture picture, List<Long> asked, CaptureOptions captures, Console console)
            throws IOException {
        for (Timeline timeline : picture.timelines()) {
            if (asked.contains(timeline.nodeid()) && timeline.isEmpty()) {
                throw captures.usage(unknown(timeline.nodeid(), captures, console));
            }
        }
        return picture;
    }

    private static String unknown(long nodeid, CaptureOptions captures, Console console) throws IOException {
        // it takes another look at all nodeids, which standard input does not allow
        List<Activity.Node> nodes = captures.hasStdin()
                ? List.of()
                : Pictures.read(captures, Subject.of(List.of()), console)
                        .activity()
                        .nodes();
        String nearest = nodes.stream()
                .map(Activity.Node::nodeid)
                .filter(n -> n != ROOT)
                .sorted((a, b) -> Long.compareUnsigned(distance(a, nodeid), distance(b, nodeid)))
                .limit(NEAREST)
                .map(Long::toUnsignedString)
                .collect(Collectors.joining(", "));
        return "nodeid " + Long.toUnsignedString(nodeid) + " is not in " + Words.baseName(captures.path(0))
                + (captures.count() > 1 ? " and the others" : "")
                + (nearest.isEmpty() ? "" : "; the nearest are " + nearest);
    }

    private static long distance(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? b - a : a - b;
    }
}
