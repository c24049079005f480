// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import org.forgetmenot.report.Timeline;

/** The part of a timeline that is drawn, both ends included. */
record Window(long from, long to) {
    /** A life so many times as long as the incident is drawn as a whole. */
    private static final int WHOLE_UP_TO = 12;

    private static final int BEFORE = 4;

    static Window whole(Timeline timeline) {
        return new Window(timeline.from(), Math.max(timeline.to(), timeline.from() + 1));
    }

    /** The incident and what led to it; all, where there is no incident or not much more than it. */
    static Window around(Timeline timeline) {
        if (timeline.dangling().isEmpty()) {
            return whole(timeline);
        }
        Timeline.Interval incident = timeline.dangling().get(0);
        long length = Math.max(1, incident.to() - incident.from());
        if ((timeline.to() - timeline.from()) / length <= WHOLE_UP_TO) {
            return whole(timeline);
        }
        return new Window(
                Math.max(timeline.from(), incident.from() - BEFORE * length),
                Math.min(timeline.to(), incident.to() + length));
    }

    boolean has(Timeline.Mark mark) {
        return mark.to() >= from && mark.from() <= to;
    }

    boolean has(Timeline.Holding holding) {
        return holding.to() >= from && holding.from() <= to;
    }

    boolean has(Timeline.Interval interval) {
        return interval.to() >= from && interval.from() <= to;
    }

    /** The middle of what is drawn of it. */
    long middle(Timeline.Interval interval) {
        return (clamp(interval.from()) + clamp(interval.to())) / 2;
    }

    long clamp(long at) {
        return Math.max(from, Math.min(to, at));
    }
}
