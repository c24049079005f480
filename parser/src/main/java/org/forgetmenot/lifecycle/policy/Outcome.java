// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.SubmountHistory;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have made of a recorded run.
 *
 * @param nodeids those that the server would have dropped while a submount still held them
 * @param droppedAt where it would have dropped the first of them, null if none
 * @param firstBadUse the first use of one of them afterwards, null if none
 * @param extraForgets FORGETs that it would have sent beyond those of the recording
 */
public record Outcome(
        Policy policy,
        Result result,
        List<Long> nodeids,
        @Nullable Mark droppedAt,
        @Nullable Mark firstBadUse,
        long extraForgets) {

    /** How a run ends. */
    public enum Result {
        FAILS,
        SURVIVES,
        UNKNOWN
    }

    /** Plays a policy over all mount points of a run. */
    public static Outcome of(Policy policy, List<KernelConnection> connections, @Nullable Policy recorded) {
        List<Long> nodeids = new ArrayList<>();
        Mark droppedAt = null;
        Mark firstBadUse = null;
        long forgets = 0;
        long recordedForgets = 0;
        boolean unknown = false;
        for (KernelConnection connection : connections) {
            for (SubmountHistory history : connection.histories()) {
                List<Play> plays = new ArrayList<>();
                for (Set<Integer> unseen : Unseen.extremes(history.facts(), recorded)) {
                    plays.add(Play.of(policy, history.facts(), unseen));
                }
                Play play = plays.get(0);
                recordedForgets += history.forgets();
                forgets += play.forgets();
                boolean bad = plays.stream().allMatch(p -> p.firstBadUse() != null);
                unknown |= history.isCut() || (!bad && plays.stream().anyMatch(p -> p.droppedAt() != null));
                if (bad) {
                    nodeids.add(history.nodeid());
                    droppedAt = droppedAt == null ? play.droppedAt() : droppedAt;
                    firstBadUse = firstBadUse == null ? play.firstBadUse() : firstBadUse;
                }
            }
        }
        Result result = !nodeids.isEmpty() ? Result.FAILS : unknown ? Result.UNKNOWN : Result.SURVIVES;
        return new Outcome(policy, result, List.copyOf(nodeids), droppedAt, firstBadUse, forgets - recordedForgets);
    }
}
