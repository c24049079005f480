// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.Locale;
import org.forgetmenot.report.Timeline;

/** A timeline as a table: a row for each change of the count, for each holding, for each step and for each dangling interval. */
final class LifecycleData {
    private LifecycleData() {}

    static Dataset empty() {
        return new Dataset("lifecycle", "nodeid", "row", "from", "to", "superblock", "count", "what", "times");
    }

    static Dataset of(Timeline timeline) {
        Dataset data = empty();
        String nodeid = Long.toUnsignedString(timeline.nodeid());
        for (Timeline.Count count : timeline.counts()) {
            data.row(nodeid, "count", count.at(), null, null, count.count(), null, 1);
        }
        for (Timeline.Lane lane : timeline.lanes()) {
            for (Timeline.Holding h : lane.holdings()) {
                data.row(
                        nodeid,
                        "held",
                        h.from(),
                        h.to(),
                        lane.sDev(),
                        h.count(),
                        h.forgotten()
                                ? "forgotten"
                                : h.isWithout() ? "without a lookup of its own" : h.isOwn() ? "counted" : "not known",
                        h.times());
            }
        }
        for (Timeline.Mark mark : timeline.marks()) {
            Integer sDev = mark.lane() == null
                    ? null
                    : timeline.lanes().get(mark.lane()).sDev();
            String kind = mark.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            data.row(nodeid, kind, mark.from(), mark.to(), sDev, mark.count(), mark.what(), mark.times());
        }
        for (Timeline.Interval interval : timeline.dangling()) {
            data.row(nodeid, "dangling", interval.from(), interval.to(), null, null, null, 1);
        }
        for (Timeline.Interval interval : timeline.leaked()) {
            data.row(nodeid, "leaked", interval.from(), interval.to(), null, null, null, 1);
        }
        return data;
    }
}
