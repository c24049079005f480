// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * The whole life of one nodeid, one step a line, with both ledgers' counts after each step.
 *
 * @param nodeid unsigned
 * @param stepsOmitted steps beyond those listed
 */
public record Life(long nodeid, List<Diagnosis.Input> inputs, List<Step> steps, long stepsOmitted) {
    /** Steps kept of one life. */
    public static final int STEPS_MAX = 100_000;

    /**
     * One step.
     *
     * @param what for people, such as "FORGET nlookup 1, by drop_caches"
     * @param sDev superblock concerned, null if none or unknown
     * @param serverCount after the step, null if unknown
     * @param superblockCounts what each superblock holds after the step
     */
    public record Step(
            Evidence at,
            String what,
            @Nullable Integer sDev,
            @Nullable Long serverCount,
            List<Held> superblockCounts) {}

    /**
     * What one superblock holds.
     *
     * @param count lookups of its own; 0 when it only borrows, null if unknown
     */
    public record Held(int sDev, @Nullable Long count) {}
}
