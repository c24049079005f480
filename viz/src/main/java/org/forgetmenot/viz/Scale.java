// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import org.forgetmenot.report.Timeline;

/**
 * The axis of time of one timeline: seconds from the incident on, or from the first step where there is none; steps where the
 * capture has no times.
 */
record Scale(long origin, boolean timed, boolean atIncident) {
    private static final double NS_PER_SECOND = 1e9;

    static Scale of(Timeline timeline) {
        Timeline.Mark incident = timeline.dangling().isEmpty() ? null : timeline.incident();
        return new Scale(incident == null ? timeline.from() : incident.from(), timeline.timed(), incident != null);
    }

    double x(long at) {
        return timed ? (at - origin) / NS_PER_SECOND : at - origin;
    }

    String title() {
        String unit = timed ? "seconds" : "steps";
        return unit + (atIncident ? " from the FORGET on" : " from the first step on");
    }
}
