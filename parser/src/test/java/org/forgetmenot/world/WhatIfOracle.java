// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.WhatIf;

/** Holds what the tool says of other policies against the same run, counted again under each. */
final class WhatIfOracle {
    private WhatIfOracle() {}

    /** The first thing said that is not so, null if there is none. */
    static String complaint(Session.Played played) {
        WhatIf whatIf = Oracle.of(played.files(), captures -> Analysis.whatIf(captures, WhatIf.policyNames()))
                .orElse(null);
        if (whatIf == null || whatIf.cannotJudge() != null) {
            return null;
        }
        String real = id(played.world().setting().policy());
        if (whatIf.recordedPolicy() != null
                && whatIf.recordedConfidence() == Confidence.CONFIRMED
                && !whatIf.recordedPolicy().equals(real)) {
            return "whatif says for sure that " + whatIf.recordedPolicy() + " was recorded, and it was " + real;
        }
        return Stream.of(CountPolicy.values())
                .map(policy ->
                        complaint(whatIf, policy, played.world().recounted().under(policy), real))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String id(CountPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static String complaint(WhatIf whatIf, CountPolicy policy, Recounted.Run run, String real) {
        WhatIf.Verdict verdict = whatIf.policies().stream()
                .filter(v -> v.policy().equals(id(policy)))
                .findFirst()
                .orElseThrow();
        boolean isSo = switch (verdict.outcome()) {
            case "survives" -> run.dropped().isEmpty();
            case "fails" -> !run.usedAfter().isEmpty();
            default -> true;
        };
        List<Long> wrong = verdict.perNodeid().stream()
                .filter(node -> !isSo(node, run.dropped(), run.usedAfter()))
                .map(WhatIf.Node::nodeid)
                .toList();
        boolean areDropped = run.dropped().containsAll(verdict.nodeids());
        return isSo && areDropped && wrong.isEmpty()
                ? null
                : "whatif of " + id(policy) + " on " + real + " says " + verdict.outcome() + ", dropped "
                        + verdict.nodeids() + ", wrong of " + wrong + "; in the world dropped " + run.dropped()
                        + ", used afterwards " + run.usedAfter();
    }

    private static boolean isSo(WhatIf.Node node, Set<Long> dropped, Set<Long> usedAfter) {
        return switch (node.outcome()) {
            case "survives" -> !dropped.contains(node.nodeid());
            case "fails" -> usedAfter.contains(node.nodeid());
            default -> true;
        };
    }
}
