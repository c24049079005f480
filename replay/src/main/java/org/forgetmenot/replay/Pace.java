// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import org.HdrHistogram.Histogram;
import org.forgetmenot.replay.plan.Operation;
import org.jspecify.annotations.Nullable;

/** Sends operations when their time has come, and keeps how late they were. */
final class Pace {
    /** Waking up takes about so long: the rest is waited for awake. */
    private static final long AWAKE_NS = 120_000;

    private static final long LATENESS_MAX_NS = 3_600_000_000_000L;

    private final double speed;
    private final @Nullable Histogram lateness;
    private boolean begun;
    private long recordedBeginNs;
    private long beginNs;

    /**
     * @param speed of the recorded time; 0 is no waiting
     */
    Pace(double speed) {
        this.speed = speed;
        lateness = speed > 0 ? new Histogram(LATENESS_MAX_NS, 2) : null;
    }

    void await(Operation operation, Conversation conversation) throws IOException {
        if (lateness == null || !operation.hasTimeNs()) {
            return;
        }
        if (!begun) {
            begun = true;
            recordedBeginNs = operation.timeNs();
            beginNs = System.nanoTime();
        }
        long due = beginNs + (long) ((operation.timeNs() - recordedBeginNs) / speed);
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > AWAKE_NS) {
                conversation.idle(left - AWAKE_NS);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
        lateness.recordValue(Math.min(LATENESS_MAX_NS, -left));
    }

    /** How late the latest hundredth was at least, in nanoseconds; null if nobody waited. */
    @Nullable
    Long latenessP99Ns() {
        return lateness == null || lateness.getTotalCount() == 0 ? null : (Long) lateness.getValueAtPercentile(99);
    }
}
