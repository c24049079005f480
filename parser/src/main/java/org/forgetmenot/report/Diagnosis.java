// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import java.util.Objects;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.Diagnostics;
import org.jspecify.annotations.Nullable;

/**
 * All that is said of one run, in plain records: what text, JSON and pictures are made from.
 *
 * @param alignment how well several captures fit together, null for a single one
 * @param findingsOmitted findings beyond those listed
 * @param verdict one sentence
 */
public record Diagnosis(
        List<Input> inputs,
        List<Connection> connections,
        Nodes nodes,
        @Nullable Alignment alignment,
        List<Finding> findings,
        long findingsOmitted,
        String verdict) {

    /**
     * One capture.
     *
     * @param sizeBytes on disk, null if unknown
     * @param firstNs time of the first event, null if unknown
     * @param forgetSum sum of nlookup over all FORGETs, null if the capture does not tell
     * @param held what it really held
     */
    public record Input(
            String path,
            CaptureFormat format,
            @Nullable Long sizeBytes,
            long events,
            long requests,
            long replies,
            long forgets,
            @Nullable Long forgetSum,
            long lostEvents,
            @Nullable Long firstNs,
            @Nullable Long lastNs,
            boolean startsAtInit,
            List<Capability> held,
            List<Diagnostics.Row> diagnostics,
            List<CannotJudge> cannotJudge) {
        /** The same under another name. */
        public Input withPath(String other) {
            return new Input(
                    other,
                    format,
                    sizeBytes,
                    events,
                    requests,
                    replies,
                    forgets,
                    forgetSum,
                    lostEvents,
                    firstNs,
                    lastNs,
                    startsAtInit,
                    held,
                    diagnostics,
                    cannotJudge);
        }
    }

    /** A class of finding that a capture cannot show, and why. */
    public record CannotJudge(FindingCode code, String why) {}

    /**
     * One FUSE connection.
     *
     * @param protocol such as "7.38", null if no INIT was seen
     * @param handles open files and directories, null if the capture shows none
     * @param opcodes requests by opcode name
     * @param errors failed replies by errno name
     */
    public record Connection(
            int id,
            @Nullable String protocol,
            List<Superblock> superblocks,
            @Nullable Handles handles,
            List<Count> opcodes,
            List<Count> errors) {}

    /**
     * Open files and directories of a connection.
     *
     * @param seen opens in all
     * @param open at the end
     * @param peakOpen most at one time
     */
    public record Handles(long seen, long open, long peakOpen) {}

    /** A name and how often it was met. */
    public record Count(String name, long count) {}

    /**
     * One superblock, from mount to kill_sb.
     *
     * @param pointer kernel address, unsigned
     * @param rootNodeid null if its mount was not seen
     */
    public record Superblock(
            @Nullable Integer sDev,
            @Nullable Long pointer,
            boolean submount,
            @Nullable Long rootNodeid,
            @Nullable Long mountedNs,
            @Nullable Long killedNs) {}

    /**
     * Nodeids of the whole run.
     *
     * @param seen epochs: a nodeid handed out again after its last FORGET counts again
     * @param live at the end
     * @param peakLive most at one time
     */
    public record Nodes(long seen, long live, long peakLive) {}

    /**
     * How well two captures of one run fit together.
     *
     * @param matched share of the requests that both should have seen and did, 0 to 1
     * @param offsetNs what to add to the server's clock to get the kernel's
     * @param uncertaintyNs how far the offset may be off
     */
    public record Alignment(double matched, long offsetNs, long uncertaintyNs, String sentence) {}

    /** The nodeids that something is wrong with, the worst first. */
    public List<Long> wrongNodeids() {
        return findings.stream()
                .filter(Finding::isWrong)
                .map(Finding::nodeid)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Whether anything is wrong: what decides the exit code. */
    public boolean hasFindings() {
        return findings.stream().anyMatch(Finding::isWrong);
    }
}
