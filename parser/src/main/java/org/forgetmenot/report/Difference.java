// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.jspecify.annotations.Nullable;

/**
 * How two captures of one workload differ.
 *
 * @param inputs the first and the second
 * @param first where they part, null if they do not
 * @param counts operations and lookups that are not as many on one path, the greatest differences first
 * @param countsOmitted differences beyond those
 * @param appeared findings that only the second has
 * @param went findings that only the first has
 * @param stayed findings that both have, as the second has them
 */
public record Difference(
        List<Diagnosis.Input> inputs,
        Aligned aligned,
        @Nullable Divergence first,
        List<Count> counts,
        long countsOmitted,
        List<Finding> appeared,
        List<Finding> went,
        List<Finding> stayed) {
    /** Differences of counts in a report. */
    public static final int COUNTS_MAX = 200;

    /**
     * How many operations there are.
     *
     * @param first answered operations of the first capture
     * @param second and of the second
     * @param aligned those of the first that have a partner: the same operation on the same path, as often before
     * @param sameResult those of them with the same answer
     */
    public record Aligned(long first, long second, long aligned, long sameResult) {}

    /** What kind of divergence it is. */
    public enum Kind {
        /** The same operation is answered in another way. */
        RESULT,
        /** An operation that the other capture has not even once. */
        ONLY_FIRST,
        ONLY_SECOND
    }

    /**
     * Where the two part.
     *
     * @param ordinal which of the same operations on the same path, from 1
     * @param firstAt where the first capture has it, null if it has it not
     * @param firstError what it was answered there, 0 or a negative errno, null if it has it not
     * @param secondAt where the second has it
     * @param secondError what it was answered there
     */
    public record Divergence(
            Kind kind,
            int opcode,
            String path,
            long ordinal,
            @Nullable Evidence firstAt,
            @Nullable Integer firstError,
            @Nullable Evidence secondAt,
            @Nullable Integer secondError) {}

    /**
     * A number that differs.
     *
     * @param what an opcode's name, "lookups" or "forgotten"
     */
    public record Count(String path, String what, long first, long second) {}

    /** Whether there is anything to look at. */
    public boolean isAny() {
        return first != null || !appeared.isEmpty() || !went.isEmpty();
    }
}
