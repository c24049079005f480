// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logarithmic axis of latencies, from one round number to another. What took less than a tick of the clock is somewhere to
 * the left of that tick: there is no 0 on such an axis. If nothing else is there, that is a zone of its own.
 *
 * @param lower where the axis begins
 * @param known where the zone ends and times begin; {@code lower} if there is no zone
 * @param upper where the axis ends
 * @param zone what the zone says, null if there is none
 */
record LatencyScale(
        double lower, double known, double upper, @Nullable String zone) {
    /** So much room between a mark and the ends of the axis. */
    private static final double MARGIN = 1.15;
    /** The zone's part of the rest, and at least so many decades, for its words. */
    private static final double ZONE_SHARE = 0.4;

    private static final double ZONE_MIN = 0.3;
    /** With nothing to draw, any axis will do. */
    private static final LatencyScale EMPTY = new LatencyScale(1e6, 1e6, 1e9, null);

    static LatencyScale of(List<LatencyMark> marks) {
        double least = marks.stream()
                .filter(m -> !m.isWithinTick())
                .mapToDouble(LatencyMark::ns)
                .min()
                .orElse(Double.MAX_VALUE);
        double tick = marks.stream()
                .filter(LatencyMark::isWithinTick)
                .mapToDouble(LatencyMark::tickNs)
                .min()
                .orElse(Double.MAX_VALUE);
        double most = marks.stream()
                .mapToDouble(m -> Math.max(m.ns(), m.isWithinTick() ? m.tickNs() : 0))
                .max()
                .orElse(0);
        if (marks.isEmpty()) {
            return EMPTY;
        }
        double known = tick <= least ? tick : Round.down(least / MARGIN);
        double upper = Round.up(most * MARGIN);
        if (tick > least || marks.stream().noneMatch(LatencyMark::isWithinTick)) {
            return new LatencyScale(known, known, upper, null);
        }
        double decades = Math.max(ZONE_MIN, ZONE_SHARE * Math.log10(upper / known));
        // equal times in nanoseconds tell of a clock that ticks more slowly, and not of what takes no nanosecond
        String zone = tick > 1 ? "less than " + DurationFormat.words(tick) : "too short to tell";
        return new LatencyScale(known / Math.pow(10, decades), known, upper, zone);
    }

    /** Where a time is, or where it would be at the most. */
    double x(LatencyMark mark) {
        if (!mark.isWithinTick()) {
            return mark.ns();
        }
        return isPlaced(mark) ? zoneMiddle() : mark.tickNs();
    }

    /** Whether a mark has a place of its own: within a tick of the clock there is none but in the zone, which says so. */
    boolean isPlaced(LatencyMark mark) {
        return !mark.isWithinTick() || (zone != null && mark.tickNs() == known);
    }

    /** Where the words of the zone are. */
    double zoneMiddle() {
        return Math.sqrt(lower * known);
    }

    /** How far it is from one place to another, as a part of the whole. */
    double distance(double from, double to) {
        return Math.log(to / from) / Math.log(upper / lower);
    }
}
