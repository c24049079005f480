// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

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

    private final List<Long> beforehand;
    private final boolean chosen;
    private final Choice choice;

    private Subject(List<Long> beforehand, boolean chosen, Choice choice) {
        this.beforehand = beforehand;
        this.chosen = chosen;
        this.choice = choice;
    }

    /**
     * Nodeids that are known beforehand.
     *
     * @param nodeids unsigned
     */
    public static Subject of(List<Long> nodeids) {
        List<Long> known = List.copyOf(nodeids);
        return new Subject(known, false, (diagnosis, activity, busiest) -> known);
    }

    /** Nodeids that are chosen when the captures are over: until then the steps of all are kept, as far as there is memory. */
    public static Subject chosen(Choice choice) {
        return new Subject(List.of(), true, choice);
    }

    boolean isChosen() {
        return chosen;
    }

    /** Those that are known beforehand; none if they are to be chosen. */
    List<Long> beforehand() {
        return beforehand;
    }

    /** How they are told when the captures are over. */
    Choice choice() {
        return choice;
    }
}
