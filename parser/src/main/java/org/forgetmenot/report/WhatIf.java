// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * The same run under each way of the kernel to count a submount's lookup.
 *
 * @param recordedPolicy the policy at work when the capture was taken, null if it does not show
 * @param recordedConfidence how sure that is, null if the policy does not show
 * @param recordedBecause what it was seen from, or why it does not show
 * @param cannotJudge why nothing can be said, null if something can
 */
public record WhatIf(
        List<Diagnosis.Input> inputs,
        @Nullable String recordedPolicy,
        @Nullable Confidence recordedConfidence,
        String recordedBecause,
        List<Verdict> policies,
        @Nullable String cannotJudge) {

    /**
     * One policy.
     *
     * @param outcome "fails", "survives" or "unknown"
     * @param nodeids unsigned; those that the server would have dropped while a submount held them
     * @param droppedAt the eviction that would have done it, null if none
     * @param firstBadUse the first use afterwards, null if none
     * @param forgets FORGETs that the policy would have sent in all, null if nothing can be said
     * @param perNodeid every mount point's nodeid
     */
    public record Verdict(
            String policy,
            String kernels,
            String outcome,
            List<Long> nodeids,
            @Nullable Evidence droppedAt,
            @Nullable Evidence firstBadUse,
            @Nullable Long forgets,
            String explanation,
            List<Node> perNodeid) {}

    /**
     * One nodeid under one policy.
     *
     * @param nodeid unsigned
     * @param outcome "fails", "survives" or "unknown"
     * @param forgets FORGETs of it that the policy would have sent
     * @param forgetSum what they give back in all
     * @param left what the server would count at the end of the capture
     */
    public record Node(
            long nodeid,
            String outcome,
            long forgets,
            long forgetSum,
            long left,
            @Nullable Evidence droppedAt,
            @Nullable Evidence firstBadUse) {}

    /** The names of the policies that can be asked for, in the order of reports. */
    public static List<String> policyNames() {
        return WhatIfs.policyNames();
    }
}
