// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.ServerSession;
import org.jspecify.annotations.Nullable;

/** Counts were left at DESTROY. Normal: the kernel need not send FORGETs at unmount. */
final class ResidualAtUnmount {
    private ResidualAtUnmount() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .filter(s -> s.residualNodeids() > 0 && s.end() != null)
                .map(s -> finding(s, s.end()))
                .toList();
    }

    private static Finding finding(ServerSession session, @Nullable Mark end) {
        return new Finding(
                FindingCode.RESIDUAL_AT_UNMOUNT,
                Severity.INFO,
                Confidence.CONFIRMED,
                Blame.UNKNOWN,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                end == null
                        ? List.of()
                        : List.of(new Forgotten(Explain.evidence(end), session.residualCount(), null, null, List.of())),
                List.of(),
                0,
                0,
                null,
                "At DESTROY " + Explain.count(session.residualNodeids(), "nodeid") + " still had "
                        + Explain.count(session.residualCount(), "lookup")
                        + ". The kernel need not give them back at unmount, so this is no error.");
    }
}
