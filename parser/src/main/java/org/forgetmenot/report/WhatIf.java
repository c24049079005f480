// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * The same run under each way of the kernel to count a submount's lookup.
 *
 * @param recordedPolicy the policy at work when the capture was taken, null if it does not show
 * @param recordedBecause what it was seen from
 * @param cannotJudge why nothing can be said, null if something can
 */
public record WhatIf(
        List<Diagnosis.Input> inputs,
        @Nullable String recordedPolicy,
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
     * @param forgets FORGETs that the policy would have sent in all
     */
    public record Verdict(
            String policy,
            String kernels,
            String outcome,
            List<Long> nodeids,
            @Nullable Evidence droppedAt,
            @Nullable Evidence firstBadUse,
            long forgets,
            String explanation) {}
}
