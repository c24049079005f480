// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import org.forgetmenot.report.Activity;

/**
 * One percentile of one opcode that is worth a mark.
 *
 * @param tickNs what its clock ticks in
 */
record LatencyMark(double percent, long ns, long tickNs) {
    /** Those that are drawn, if they tell more than the maximum does. */
    static final List<Double> DRAWN = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    /** So many ticks make a length exact enough to be told without further words. */
    private static final int TICKS = 10;

    static List<LatencyMark> of(Activity.Latency latency) {
        return latency.percentiles().stream()
                .filter(p -> DRAWN.contains(p.percent()) && says(p, latency))
                .map(p -> new LatencyMark(p.percent(), p.ns(), latency.tickNs()))
                .toList();
    }

    /**
     * Of ten answers, nine are below the 90th percentile: it would say what the maximum says. And if all took less than a tick of
     * the clock, so did the longest.
     */
    private static boolean says(Activity.Percentile percentile, Activity.Latency latency) {
        List<Activity.Percentile> all = latency.percentiles();
        return percentile.percent() == 100
                || (all.get(all.size() - 1).ns() > 0
                        && latency.answers() > 1
                        && latency.answers() * (100 - percentile.percent()) >= 100 - 1e-6);
    }

    static String name(double percent) {
        if (percent == 50) {
            return "median";
        }
        return percent == 100 ? "maximum" : Style.number(percent) + " %";
    }

    /** Whether it took less than the clock can tell. */
    boolean isWithinTick() {
        return ns == 0;
    }

    /** Whether the clock is too coarse to tell it well. */
    boolean isVague() {
        return ns < TICKS * tickNs && tickNs > 1;
    }
}
