// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import org.forgetmenot.event.Event;

/**
 * Time that never goes back, though log lines overtake each other; where the first event has no time, events are counted
 * instead.
 */
final class Clock {
    /** Longer than any run: a time beyond is not one. */
    private static final long SPAN_MAX_NS = 1L << 60;

    private boolean started;
    private boolean timed;
    private long from;
    private long now;

    /** The next event comes. */
    void tick(Event event) {
        tick(event.hasTimeNs(), event.runNs());
    }

    /** Something that happened comes next. */
    void tick(boolean hasTime, long timeNs) {
        if (!started) {
            started = true;
            timed = hasTime;
            from = timed ? timeNs : 0;
            now = from;
        } else if (!timed) {
            now++;
        } else if (hasTime && timeNs > now && timeNs - from >= 0 && timeNs - from < SPAN_MAX_NS) {
            now = timeNs;
        }
    }

    boolean isTimed() {
        return timed;
    }

    long from() {
        return from;
    }

    long now() {
        return now;
    }
}
