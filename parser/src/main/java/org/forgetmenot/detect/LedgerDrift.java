// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Drift;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * The kernel and the server do not agree on what was given back: a FORGET that the kernel sent never came, or one came that
 * the kernel never sent. Shown only by two captures of one run.
 */
final class LedgerDrift {
    private LedgerDrift() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.drifts().stream().map(LedgerDrift::finding).toList();
    }

    private static Finding finding(Drift drift) {
        String nodeid = Explain.nodeid(drift.nodeid());
        return FindingBuilder.of(
                        FindingCode.LEDGER_DRIFT,
                        drift.kernelSide() ? Severity.WARNING : Severity.ERROR,
                        Confidence.LIKELY,
                        Blame.UNKNOWN)
                .nodeid(drift.nodeid())
                .epoch(drift.epoch())
                .forgotten(new Forgotten(Explain.evidence(drift.forgotten()), drift.nlookup(), null, null, List.of()))
                .saying(
                        drift.kernelSide()
                                ? "The kernel gave " + nodeid + " back, but its FORGET never reached the server, whose"
                                        + " capture goes on for seconds afterwards. The server counts what nobody holds,"
                                        + " and keeps the node and the file behind it open. What lies between the two"
                                        + " lost the message."
                                : "The server got a FORGET of " + nodeid + " that the kernel, whose capture goes on for"
                                        + " seconds afterwards, never sent. The server counts less than the kernel holds,"
                                        + " and will drop the node too early.");
    }
}
