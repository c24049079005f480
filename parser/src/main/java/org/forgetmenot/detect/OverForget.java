// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Excess;
import org.forgetmenot.lifecycle.Ledgers;

/** More was forgotten than was ever looked up: a server that subtracts blindly frees a node that is in use. */
final class OverForget {
    private OverForget() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().excesses().stream()
                .filter(excess -> !ReaddirplusMiscount.isOne(excess))
                .map(OverForget::finding)
                .toList();
    }

    private static Finding finding(Excess excess) {
        return FindingBuilder.of(
                        FindingCode.OVER_FORGET,
                        Severity.ERROR,
                        excess.nlookup() == null ? Confidence.LIKELY : Confidence.CONFIRMED,
                        Blame.KERNEL)
                .nodeid(excess.nodeid())
                .epoch(excess.epoch())
                .forgotten(new Forgotten(Explain.evidence(excess.forgotten()), excess.nlookup(), null, null, List.of()))
                .saying(explanation(excess));
    }

    private static String explanation(Excess excess) {
        String nodeid = Explain.nodeid(excess.nodeid());
        if (excess.nlookup() == null) {
            return "The kernel sent a FORGET for " + nodeid + ", which the server, by its own log, does not know:"
                    + " it was forgotten before, or never handed out.";
        }
        return "The kernel gave back " + excess.nlookup() + " of " + nodeid + ", but its count was "
                + excess.countBefore() + ". A server that subtracts without looking underflows here.";
    }
}
