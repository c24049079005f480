// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Epoch;
import org.forgetmenot.lifecycle.Excess;
import org.forgetmenot.lifecycle.Ledgers;

/** More was forgotten than was ever looked up: a server that subtracts blindly frees a node that is in use. */
final class OverForget {
    private OverForget() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().excesses().stream().map(OverForget::finding).toList();
    }

    private static Finding finding(Excess excess) {
        Epoch epoch = excess.epoch();
        return new Finding(
                FindingCode.OVER_FORGET,
                Severity.ERROR,
                excess.serverSays() && excess.nlookup() == null ? Confidence.LIKELY : Confidence.CONFIRMED,
                Blame.KERNEL,
                null,
                excess.nodeid(),
                epoch == null || !epoch.hasGeneration() ? null : epoch.generation(),
                epoch == null ? null : epoch.path(),
                false,
                List.of(),
                epoch == null ? List.of() : Explain.lookedUp(epoch),
                List.of(new Forgotten(Explain.evidence(excess.forgotten()), excess.nlookup(), null, null, List.of())),
                List.of(),
                0,
                0,
                null,
                explanation(excess));
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
