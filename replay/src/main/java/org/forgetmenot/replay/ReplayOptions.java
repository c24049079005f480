// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.util.Set;
import org.forgetmenot.replay.compare.Tolerance;

/**
 * How a capture is replayed.
 *
 * @param windowMax requests on their way at once; 1 is strictly one after the other
 * @param speed of the recorded time, 2 is twice as fast; 0 is as fast as the order allows
 * @param race who goes first where the capture leaves it open
 * @param runs how often it is replayed
 * @param rawForget whether FORGETs are sent as recorded, though the live server counts less
 * @param tolerated differences that are no divergence
 * @param timeoutNs after which a server that does not answer counts as dead
 * @param mayChange whether a tree that is not of the replay's own making may be changed
 */
public record ReplayOptions(
        int windowMax,
        double speed,
        Race race,
        int runs,
        boolean rawForget,
        Set<Tolerance> tolerated,
        long timeoutNs,
        boolean mayChange) {
    /** Requests on their way at once unless asked for less. */
    public static final int WINDOW_MAX = 64;

    private static final long TIMEOUT_NS = 30_000_000_000L;

    /** As fast as the order allows, with everything tolerated that sound servers differ in. */
    public static final ReplayOptions DEFAULT =
            new ReplayOptions(WINDOW_MAX, 0, Race.RECORDED, 1, false, Set.of(Tolerance.values()), TIMEOUT_NS, false);

    /** The same with another race. */
    public ReplayOptions withRace(Race other, int times) {
        return new ReplayOptions(windowMax, speed, other, times, rawForget, tolerated, timeoutNs, mayChange);
    }

    /** The same with FORGETs as they were recorded. */
    public ReplayOptions withRawForget() {
        return new ReplayOptions(windowMax, speed, race, runs, true, tolerated, timeoutNs, mayChange);
    }

    /** The same with so many requests on their way at most. */
    public ReplayOptions withWindow(int most) {
        return new ReplayOptions(most, speed, race, runs, rawForget, tolerated, timeoutNs, mayChange);
    }

    /** The same on a tree that may be changed whosever it is. */
    public ReplayOptions mayChangeAnyTree() {
        return new ReplayOptions(windowMax, speed, race, runs, rawForget, tolerated, timeoutNs, true);
    }
}
