// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.forgetmenot.format.Capability;
import org.forgetmenot.lifecycle.Ledgers;

/** All detectors, and what they find in the ledgers of one run. */
public final class Detectors {
    private record Detector(FindingCode code, Function<Ledgers, List<Finding>> find, boolean always) {}

    private static final List<Detector> ALL = List.of(
            // these know from the ledgers how much they know
            always(FindingCode.FORGET_BEFORE_LAST_USE, ForgetBeforeLastUse::find),
            always(FindingCode.USE_AFTER_FORGET, UseAfterForget::find),
            always(FindingCode.OVER_FORGET, OverForget::find),
            always(FindingCode.READDIRPLUS_MISCOUNT, ReaddirplusMiscount::find),
            always(FindingCode.SERVER_DROPPED_LIVE_NODE, ServerDroppedLiveNode::find),
            always(FindingCode.LOOKUP_FORGET_RACE, LookupForgetRace::find),
            always(FindingCode.LOOKUP_LEAK, LookupLeak::find),
            always(FindingCode.LEDGER_DRIFT, LedgerDrift::find),
            always(FindingCode.RESIDUAL_AT_UNMOUNT, ResidualAtUnmount::find),
            ifJudged(FindingCode.NODEID_REUSED_SAME_GENERATION, NodeidReusedSameGeneration::find),
            ifJudged(FindingCode.TYPE_CHANGED, TypeChanged::find),
            ifJudged(FindingCode.GENERATION_FLAP, GenerationFlap::find),
            ifJudged(FindingCode.NODEID_FLAP, NodeidFlap::find),
            ifJudged(FindingCode.INO_COLLISION, InoCollision::find),
            ifJudged(FindingCode.ROOT_FORGOTTEN, RootForgotten::find),
            ifJudged(FindingCode.FORGET_ANSWERED, ForgetAnswered::find),
            ifJudged(FindingCode.UNANSWERED_REQUEST, UnansweredRequest::find),
            ifJudged(FindingCode.DUPLICATE_REPLY, DuplicateReply::find),
            ifJudged(FindingCode.BATCH_FORGET_MALFORMED, BatchForgetMalformed::find),
            ifJudged(FindingCode.HANDLE_AFTER_RELEASE, HandleAfterRelease::find),
            ifJudged(FindingCode.HANDLE_DOUBLE_RELEASE, HandleDoubleRelease::find),
            ifJudged(FindingCode.HANDLE_LEAK, HandleLeak::find));

    private Detectors() {}

    private static Detector always(FindingCode code, Function<Ledgers, List<Finding>> find) {
        return new Detector(code, find, true);
    }

    private static Detector ifJudged(FindingCode code, Function<Ledgers, List<Finding>> find) {
        return new Detector(code, find, false);
    }

    /**
     * All findings, worst first.
     *
     * @param held what the captures show, all together
     */
    public static List<Finding> find(Ledgers ledgers, Set<Capability> held) {
        List<Finding> findings = new ArrayList<>();
        for (Detector detector : ALL) {
            if (detector.always || held.containsAll(detector.code.needs())) {
                findings.addAll(detector.find.apply(ledgers));
            }
        }
        findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::confidence));
        return findings;
    }
}
