// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.SubmountHistory;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have made of a recorded run.
 *
 * @param nodes every nodeid that was a mount point
 */
public record Outcome(Policy policy, List<Node> nodes) {

    /** How a run ends. */
    public enum Result {
        /** A submount uses a nodeid that the server has dropped. */
        FAILS,
        /** The server keeps every nodeid for as long as a submount holds it. */
        SURVIVES,
        /** The server drops a nodeid that a submount holds, which nobody uses afterwards in this run. */
        LATENT,
        /** It depends on lookups that cannot be placed in time. */
        UNPLACED,
        /** The history of the nodeid is not whole. */
        INCOMPLETE
    }

    /**
     * One nodeid.
     *
     * @param nodeid unsigned
     * @param forgets FORGETs of it that the policy sends
     * @param forgetSum what they give back in all
     * @param left what the server counts at the end
     * @param recordedForgets FORGETs of it that were really sent
     * @param droppedAt where the server drops it while a submount holds it, null if it does not or may not
     * @param firstBadUse the first use afterwards, null if none
     */
    public record Node(
            long nodeid,
            Result result,
            long forgets,
            long forgetSum,
            long left,
            long recordedForgets,
            @Nullable Mark droppedAt,
            @Nullable Mark firstBadUse) {

        /** Plays a policy over the history of one nodeid. */
        static Node of(Policy policy, SubmountHistory history, List<Policy> recorded) {
            List<Play> plays = Unseen.extremes(history.facts(), recorded).stream()
                    .map(placed -> Play.of(policy, history.facts(), placed))
                    .toList();
            Play play = plays.get(0);
            boolean dropped = plays.stream().allMatch(p -> p.droppedAt() != null);
            return new Node(
                    history.nodeid(),
                    result(history, plays),
                    play.forgets(),
                    play.forgetSum(),
                    play.left(),
                    history.forgets(),
                    dropped ? play.droppedAt() : null,
                    dropped ? play.firstBadUse() : null);
        }

        private static Result result(SubmountHistory history, List<Play> plays) {
            if (history.hasUnknownOrigin()) {
                return Result.INCOMPLETE;
            }
            if (plays.stream().allMatch(p -> p.firstBadUse() != null)) {
                return Result.FAILS;
            }
            if (history.isCut()) {
                return Result.INCOMPLETE;
            }
            if (plays.stream().allMatch(p -> p.droppedAt() == null)) {
                return Result.SURVIVES;
            }
            return plays.stream().allMatch(p -> p.droppedAt() != null && p.firstBadUse() == null)
                    ? Result.LATENT
                    : Result.UNPLACED;
        }
    }

    /**
     * Plays a policy over all mount points of a run.
     *
     * @param recorded the policies that may have been at work when the capture was taken, not empty
     */
    public static Outcome of(Policy policy, List<KernelConnection> connections, List<Policy> recorded) {
        List<Node> nodes = new ArrayList<>();
        for (KernelConnection connection : connections) {
            for (SubmountHistory history : connection.histories()) {
                nodes.add(Node.of(policy, history, recorded));
            }
        }
        return new Outcome(policy, List.copyOf(nodes));
    }

    /** The worst that happens to any nodeid: what surely fails, then what is open. */
    public Result result() {
        for (Result result : List.of(Result.FAILS, Result.INCOMPLETE, Result.UNPLACED, Result.LATENT)) {
            if (nodes.stream().anyMatch(n -> n.result() == result)) {
                return result;
            }
        }
        return Result.SURVIVES;
    }

    /** The nodeids that the server drops while a submount holds them, whether used afterwards or not. */
    public List<Long> dropped() {
        return nodes.stream()
                .filter(n -> n.droppedAt() != null && n.result() != Result.INCOMPLETE)
                .map(Node::nodeid)
                .toList();
    }

    /** Where the server drops the first of them, null if none. */
    public @Nullable Mark droppedAt() {
        return first(Node::droppedAt);
    }

    /** The first use of one of them afterwards, null if none. */
    public @Nullable Mark firstBadUse() {
        return first(Node::firstBadUse);
    }

    private @Nullable Mark first(Function<Node, @Nullable Mark> which) {
        Mark first = null;
        for (Node node : nodes) {
            Mark mark = node.result() == Result.INCOMPLETE ? null : which.apply(node);
            if (mark != null && (first == null || isBefore(mark, first))) {
                first = mark;
            }
        }
        return first;
    }

    private static boolean isBefore(Mark a, Mark b) {
        return a.input() == b.input() ? a.position() < b.position() : a.timeNs() < b.timeNs();
    }

    /** FORGETs that the policy sends beyond those of the recording. */
    public long extraForgets() {
        return nodes.stream().mapToLong(n -> n.forgets() - n.recordedForgets()).sum();
    }
}
