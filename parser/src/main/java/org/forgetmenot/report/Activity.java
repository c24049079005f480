// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went on in a run as a whole, in buckets of equal length.
 *
 * @param timed whether times are nanoseconds; if not, they are numbers of events
 * @param from time at which the first bucket begins
 * @param bucket length of a bucket
 * @param opcodes those with the most requests first
 * @param latencies those with the most answers first
 * @param latencyAtKernel whether the kernel's own waiting was measured; if not, the server's answering alone
 * @param nodes nodeids in the order in which they were met last
 * @param nodesOmitted nodeids beyond those listed: those that were met longest ago
 */
public record Activity(
        boolean timed,
        long from,
        long bucket,
        List<Bucket> buckets,
        List<Opcode> opcodes,
        List<Latency> latencies,
        boolean latencyAtKernel,
        List<Node> nodes,
        long nodesOmitted) {
    /** Nobody asked for it. */
    static final Activity UNKNOWN = new Activity(false, 0, 1, List.of(), List.of(), List.of(), false, List.of(), 0);

    /** Nodeids kept. */
    public static final int NODES_MAX = 100_000;

    /**
     * One length of time.
     *
     * @param nodeids most nodeids that the server counted at one time in it
     * @param handles most files and directories that were open at one time in it
     * @param forgets nodeids given back
     * @param errors requests that failed
     */
    public record Bucket(long nodeids, long handles, long requests, long forgets, long errors) {}

    /**
     * Requests of one opcode.
     *
     * @param perBucket how many were sent in each bucket
     */
    public record Opcode(String name, long requests, List<Long> perBucket) {}

    /**
     * How long requests of one opcode took, in nanoseconds.
     *
     * @param answers requests that were seen to begin and to end
     * @param unanswered further ones, sent in the background, whose ends the capture does not show
     * @param atKernel whether the kernel's waiting was measured; if not, the server's answering
     * @param tickNs what the clock ticks in, as far as its times tell: what took less may be 0
     * @param percentiles from the median on, the last is the maximum; none if no end was seen
     */
    public record Latency(
            String opcode,
            long answers,
            long unanswered,
            boolean atKernel,
            long tickNs,
            List<Percentile> percentiles) {}

    /** So many percent of the requests took no longer. */
    public record Percentile(double percent, long ns) {}

    /**
     * One nodeid, over all its lives.
     *
     * @param nodeid unsigned
     * @param path as far as names were seen, safe to print; null if none
     * @param forgets FORGETs of it
     * @param givenBack what they gave back
     * @param count what the server counted when it was met last, null if unknown
     * @param peak most that the server was seen to count at one time, null if no count of lookups is known
     * @param uses requests that named it
     */
    public record Node(
            long nodeid,
            @Nullable String path,
            long lookups,
            long forgets,
            long givenBack,
            @Nullable Long count,
            @Nullable Long peak,
            long uses) {}
}
