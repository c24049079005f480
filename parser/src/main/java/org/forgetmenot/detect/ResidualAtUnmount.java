// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.ServerSession;

/** Counts were left at DESTROY. Normal: the kernel need not send FORGETs at unmount. */
final class ResidualAtUnmount {
    private ResidualAtUnmount() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .filter(s -> s.residualNodeids() > 0)
                .flatMap(s -> Stream.ofNullable(s.end()).map(end -> finding(s, end)))
                .toList();
    }

    private static Finding finding(ServerSession session, Mark end) {
        return FindingBuilder.of(FindingCode.RESIDUAL_AT_UNMOUNT, Severity.INFO, Confidence.CONFIRMED, Blame.UNKNOWN)
                .seen(new Seen(
                        Explain.evidence(end),
                        "DESTROY with " + Explain.count(session.residualCount(), "lookup") + " left"))
                .saying("At DESTROY " + Explain.count(session.residualNodeids(), "nodeid") + " still had "
                        + Explain.count(session.residualCount(), "lookup")
                        + ". The kernel need not give them back at unmount, so this is no error.");
    }
}
