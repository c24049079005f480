// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.KernelLedger;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.policy.Outcome;
import org.forgetmenot.lifecycle.policy.Policies;
import org.forgetmenot.lifecycle.policy.Policy;
import org.forgetmenot.session.InputTally;
import org.jspecify.annotations.Nullable;

/** Makes the plain record of what each policy would have made of a run. */
final class WhatIfs {
    private static final String RECORD = "record the guest's kernel with samples/capture/record-guest.sh";
    private static final String UNKNOWN = "unknown";

    private WhatIfs() {}

    static List<String> policyNames() {
        return Policies.ALL.stream().map(Policy::id).toList();
    }

    /**
     * @param asked names of policies, each one of {@link #policyNames}
     */
    static List<Policy> policies(List<String> asked) {
        return asked.stream()
                .map(id -> Policies.byId(id).orElseThrow(() -> new IllegalArgumentException("no policy " + id)))
                .distinct()
                .toList();
    }

    static WhatIf of(Run run, List<Policy> asked) {
        KernelLedger kernel = run.ledgers().kernel();
        List<KernelConnection> connections = kernel.connections();
        Policies.Recorded recorded = Policies.recorded(kernel.submountEvidence(), connections);
        String impossible = impossible(kernel, connections);
        long forgets =
                run.tallies().stream().mapToLong(InputTally::kernelForgets).sum();
        List<WhatIf.Verdict> verdicts = new ArrayList<>();
        for (Policy policy : asked) {
            verdicts.add(
                    impossible != null
                            ? unknown(policy, impossible)
                            : verdict(Outcome.of(policy, connections, recorded.possible()), forgets));
        }
        Policy policy = recorded.policy();
        return new WhatIf(
                Diagnoses.inputs(run),
                policy == null ? null : policy.id(),
                policy == null ? null : confidence(recorded.sure() && !kernel.isLossy()),
                recorded.why(),
                verdicts,
                impossible);
    }

    private static Confidence confidence(boolean sure) {
        return sure ? Confidence.CONFIRMED : Confidence.LIKELY;
    }

    private static @Nullable String impossible(KernelLedger kernel, List<KernelConnection> connections) {
        if (connections.stream().allMatch(c -> c.superblocks().isEmpty())) {
            return "cannot be judged, because the capture shows no superblocks; " + RECORD;
        }
        if (kernel.isLossy()) {
            return "cannot be judged, because events were lost; record again with a larger buffer (record-guest.sh -b)";
        }
        if (connections.stream().allMatch(c -> c.histories().isEmpty())) {
            return "cannot be judged, because the capture shows no mount point of a submount; record from before the"
                    + " mount on, with a server that announces submounts";
        }
        if (!kernel.hasSeenEvictions()) {
            return "cannot be judged, because the capture shows no inode being evicted; " + RECORD;
        }
        if (connections.stream().anyMatch(c -> !c.histories().isEmpty() && c.hasSubmountFromBefore())) {
            return "cannot be judged, because a submount was mounted before the capture began: its lookups are not in it;"
                    + " record from before the mount on";
        }
        return null;
    }

    private static WhatIf.Verdict unknown(Policy policy, String why) {
        return new WhatIf.Verdict(policy.id(), policy.kernels(), UNKNOWN, List.of(), null, null, null, why, List.of());
    }

    private static WhatIf.Verdict verdict(Outcome outcome, long recordedForgets) {
        return new WhatIf.Verdict(
                outcome.policy().id(),
                outcome.policy().kernels(),
                name(outcome.result()),
                outcome.dropped(),
                evidence(outcome.droppedAt()),
                evidence(outcome.firstBadUse()),
                recordedForgets + outcome.extraForgets(),
                outcome.policy().how() + " " + explanation(outcome),
                outcome.nodes().stream().map(WhatIfs::node).toList());
    }

    private static WhatIf.Node node(Outcome.Node node) {
        return new WhatIf.Node(
                node.nodeid(),
                name(node.result()),
                node.forgets(),
                node.forgetSum(),
                node.left(),
                evidence(node.droppedAt()),
                evidence(node.firstBadUse()));
    }

    private static String name(Outcome.Result result) {
        return switch (result) {
            case FAILS -> "fails";
            case SURVIVES -> "survives";
            case LATENT, UNPLACED, INCOMPLETE -> UNKNOWN;
        };
    }

    private static String explanation(Outcome outcome) {
        return switch (outcome.result()) {
            case SURVIVES -> "The server keeps every nodeid for as long as a superblock holds it.";
            case FAILS ->
                "The server drops " + nodeids(outcome)
                        + " while a submount still holds it, and the submount uses it afterwards.";
            case LATENT ->
                "The server drops " + nodeids(outcome)
                        + " while a submount still holds it, but nobody uses it afterwards in this run, so nothing shows"
                        + " what would have happened.";
            case UNPLACED ->
                "Whether a nodeid is forgotten while a submount holds it depends on lookups that the capture does not"
                        + " place in time.";
            case INCOMPLETE ->
                "The capture does not show the whole history of a mount point, or it is too long to be kept.";
        };
    }

    private static String nodeids(Outcome outcome) {
        return "nodeid "
                + outcome.dropped().stream().map(Long::toUnsignedString).collect(Collectors.joining(", "));
    }

    private static @Nullable Evidence evidence(@Nullable Mark mark) {
        return mark == null ? null : Lives.evidence(mark);
    }
}
