// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.policy.Outcome;
import org.forgetmenot.lifecycle.policy.Policies;
import org.forgetmenot.lifecycle.policy.Policy;
import org.forgetmenot.session.InputTally;
import org.jspecify.annotations.Nullable;

/** Makes the plain record of what each policy would have made of a run. */
final class WhatIfs {
    private static final String LOSSY =
            "cannot be judged, because events were lost; record again with a larger buffer (record-guest.sh -b)";

    private WhatIfs() {}

    static WhatIf of(Run run, List<Policy> asked) {
        List<KernelConnection> connections = run.ledgers().kernel().connections();
        Policies.Recorded recorded = Policies.recorded(run.ledgers().kernel().submountEvidence(), connections);
        String impossible = run.ledgers().kernel().isLossy() ? LOSSY : impossible(connections);
        long forgets =
                run.tallies().stream().mapToLong(InputTally::kernelForgets).sum();
        List<WhatIf.Verdict> verdicts = new ArrayList<>();
        for (Policy policy : asked) {
            if (impossible != null) {
                verdicts.add(new WhatIf.Verdict(
                        policy.id(), policy.kernels(), "unknown", List.of(), null, null, forgets, impossible));
            } else {
                verdicts.add(verdict(Outcome.of(policy, connections, recorded.policy()), forgets));
            }
        }
        Policy policy = recorded.policy();
        return new WhatIf(
                Diagnoses.inputs(run), policy == null ? null : policy.id(), recorded.why(), verdicts, impossible);
    }

    private static @Nullable String impossible(List<KernelConnection> connections) {
        boolean superblocks =
                connections.stream().anyMatch(c -> !c.superblocks().isEmpty());
        if (!superblocks) {
            return "cannot be judged, because the capture shows no superblocks; record the guest's kernel with"
                    + " samples/capture/record-guest.sh";
        }
        if (connections.stream().allMatch(c -> c.histories().isEmpty())) {
            return "cannot be judged, because the capture shows no mount point of a submount; record from before the"
                    + " mount on, with a server that announces submounts";
        }
        return null;
    }

    private static WhatIf.Verdict verdict(Outcome outcome, long recordedForgets) {
        return new WhatIf.Verdict(
                outcome.policy().id(),
                outcome.policy().kernels(),
                outcome.result().name().toLowerCase(Locale.ROOT),
                outcome.nodeids(),
                evidence(outcome.droppedAt()),
                evidence(outcome.firstBadUse()),
                recordedForgets + outcome.extraForgets(),
                explanation(outcome));
    }

    private static String explanation(Outcome outcome) {
        return switch (outcome.result()) {
            case SURVIVES -> "Every nodeid keeps a lookup for as long as a superblock holds it.";
            case UNKNOWN ->
                "A nodeid may be forgotten while a submount holds it, but lookups that cannot be placed in time, or the"
                        + " lack of a later use, leave it open.";
            case FAILS ->
                "The server drops nodeid "
                        + outcome.nodeids().stream().map(Long::toUnsignedString).collect(Collectors.joining(", "))
                        + " while a submount still holds it, and the submount uses it afterwards.";
        };
    }

    private static @Nullable Evidence evidence(@Nullable Mark mark) {
        return mark == null ? null : Lives.evidence(mark);
    }
}
