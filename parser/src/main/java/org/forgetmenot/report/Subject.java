// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which nodeids a picture is of: known beforehand, or chosen when the captures are over. */
public final class Subject {
    /** Chooses nodeids by what the captures turned out to show. */
    @FunctionalInterface
    public interface Choice {
        /**
         * Chooses.
         *
         * @param activity {@link Activity#UNKNOWN} if it was not asked for
         * @param busiest the nodeid, not the root, with the most lookups and uses; empty if none was looked up
         * @return unsigned nodeids, those to be drawn first before the others
         * @throws IOException if there is none, to tell so in one line
         */
        List<Long> of(Diagnosis diagnosis, Activity activity, Supplier<OptionalLong> busiest) throws IOException;
    }

    private final List<Long> nodeids;
    private final @Nullable Choice choice;

    private Subject(List<Long> nodeids, @Nullable Choice choice) {
        this.nodeids = nodeids;
        this.choice = choice;
    }

    /**
     * Nodeids that are known beforehand.
     *
     * @param nodeids unsigned
     */
    public static Subject of(List<Long> nodeids) {
        return new Subject(List.copyOf(nodeids), null);
    }

    /** Nodeids that are chosen when the captures are over: until then the steps of all are kept, as far as there is memory. */
    public static Subject chosen(Choice choice) {
        return new Subject(List.of(), choice);
    }

    /** Those that are known beforehand. */
    List<Long> nodeids() {
        return nodeids;
    }

    /** Null if they are known beforehand. */
    @Nullable
    Choice choice() {
        return choice;
    }
}
