// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.forgetmenot.lifecycle.Ledgers;

/** All detectors, and what they find in the ledgers of one run. */
public final class Detectors {
    private static final List<Function<Ledgers, List<Finding>>> ALL = List.of(
            ForgetBeforeLastUse::find,
            UseAfterForget::find,
            OverForget::find,
            ServerDroppedLiveNode::find,
            ResidualAtUnmount::find);

    private Detectors() {}

    /** All findings, worst first. */
    public static List<Finding> find(Ledgers ledgers) {
        List<Finding> findings = new ArrayList<>();
        for (Function<Ledgers, List<Finding>> detector : ALL) {
            findings.addAll(detector.apply(ledgers));
        }
        findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::confidence));
        return findings;
    }
}
