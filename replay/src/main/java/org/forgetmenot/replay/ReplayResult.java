// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.util.List;
import java.util.Map;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.replay.compare.Difference;
import org.forgetmenot.replay.compare.Tolerance;
import org.forgetmenot.report.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * What a replay showed.
 *
 * @param diagnosis of the captures, for their names and what went wrong when they were recorded
 * @param input the capture whose operations were replayed: index of the diagnosis' inputs
 * @param target such as "the Java server (virtiofsd-c)"
 * @param personality of the Java server, null for another
 * @param divergence the first one, null if there is none
 * @param pending requests that neither the recorded server nor the live one answered
 * @param notes what else there is to know, whole sentences
 * @param death how the server died, null if it lived
 */
public record ReplayResult(
        Diagnosis diagnosis,
        int input,
        String target,
        @Nullable String personality,
        Counts counts,
        Map<Skip, Long> skipped,
        Map<Tolerance, Long> tolerated,
        @Nullable Divergence divergence,
        List<Incident> incidents,
        Speed speed,
        int pending,
        List<String> notes,
        @Nullable Death death) {

    /**
     * How many there were of what; FORGETs count apart.
     *
     * @param operations in the capture
     * @param sent to the live server
     * @param compared whose recorded answer is known
     * @param same with the same error
     * @param diverged with a difference that is not tolerated
     * @param synthesised sent, with something made up
     * @param forgets in the capture, each nodeid for itself
     * @param forgetsClamped that gave back another count than recorded, as the live server counted otherwise
     * @param added requests of the replay's own: lookups that find what the capture does not show found
     * @param aliased uses of a dropped nodeid whose number the live server had given to another file
     */
    public record Counts(
            long operations,
            long sent,
            long compared,
            long same,
            long diverged,
            long synthesised,
            long forgets,
            long forgetsClamped,
            long added,
            long aliased) {}

    /** Where a request of a capture stands, and what it is. */
    public record Step(
            long position,
            @Nullable Long timeNs,
            int opcode,
            long nodeid,
            @Nullable String path,
            @Nullable String name) {}

    /**
     * An operation that was answered otherwise than recorded.
     *
     * @param provenance of the request
     * @param exact whether all that led to it was replayed as recorded, too
     * @param before the operations before it, the latest last
     */
    public record Divergence(
            Step step,
            int recordedError,
            int liveError,
            Difference difference,
            Provenance provenance,
            boolean exact,
            List<Step> before) {}

    /**
     * A use of the nodeid of an incident.
     *
     * @param recordedError null if the capture does not tell
     * @param liveError null if it was not sent or not answered
     */
    public record Use(
            Step step,
            @Nullable Integer recordedError,
            @Nullable Integer liveError,
            boolean exact) {}

    /**
     * Something that went wrong when the capture was recorded, and whether it did again.
     *
     * @param uses the first ones
     * @param reproducedUses of {@code allUses}, those that were refused again
     * @param reproduced null if a replay on this target cannot show it
     * @param reproducedRuns of all runs
     * @param madeUp opcodes of the requests on the way to it of which something was made up, for the use with the fewest
     * @param why what {@code reproduced} rests on, a whole sentence
     */
    public record Incident(
            FindingCode code,
            @Nullable Long nodeid,
            @Nullable String path,
            @Nullable Integer recordedError,
            @Nullable Integer liveError,
            @Nullable Boolean reproduced,
            int reproducedRuns,
            int runs,
            List<String> madeUp,
            List<Use> uses,
            long allUses,
            long reproducedUses,
            String why) {
        /** Whether it is reproduced, and rests on nothing that was made up. */
        public boolean isExact() {
            return reproduced != null && reproduced && madeUp.isEmpty();
        }
    }

    /**
     * How fast it went.
     *
     * @param operationsPerSecond sent, FORGETs included
     * @param p50Ns median time from sending to the answer
     * @param latenessP99Ns how late requests were sent against the recorded time, null if it was not followed
     */
    public record Speed(
            double operationsPerSecond,
            long elapsedNs,
            long p50Ns,
            long p99Ns,
            @Nullable Long latenessP99Ns) {}

    /**
     * The end of the server.
     *
     * @param how goes on from "the server ..."
     * @param last the requests that were sent last, the latest last
     * @param left operations that were not sent any more, -1 if they were not counted
     * @param said the last lines that it said, with whatever it put into them; none if it was started by somebody else
     */
    public record Death(String how, List<Step> last, long left, List<String> said) {}

    /** Whether everything went as it was recorded, incidents included. */
    public boolean isAsRecorded() {
        return divergence == null
                && death == null
                && incidents.stream().noneMatch(i -> i.reproduced() != null && !i.reproduced());
    }
}
