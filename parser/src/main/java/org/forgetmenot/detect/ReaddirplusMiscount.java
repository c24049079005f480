// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Excess;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * A READDIRPLUS entry that the kernel could not link is given back at once with a FORGET of 1, and is counted in the inode
 * all the same, so that the last FORGET takes it once more.
 */
final class ReaddirplusMiscount {
    private ReaddirplusMiscount() {}

    /** Whether an excess has this cause, and is no over-forget of unknown origin. */
    static boolean isOne(Excess excess) {
        return excess.readdirplusGivenBack() > 0
                && excess.nlookup() != null
                && excess.countBefore() != null
                && excess.nlookup() - excess.countBefore() == excess.readdirplusGivenBack();
    }

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().excesses().stream()
                .filter(ReaddirplusMiscount::isOne)
                .map(ReaddirplusMiscount::finding)
                .toList();
    }

    private static Finding finding(Excess excess) {
        return FindingBuilder.of(FindingCode.READDIRPLUS_MISCOUNT, Severity.ERROR, Confidence.LIKELY, Blame.KERNEL)
                .nodeid(excess.nodeid())
                .epoch(excess.epoch())
                .forgotten(new Forgotten(Explain.evidence(excess.forgotten()), excess.nlookup(), null, null, List.of()))
                .knownBug(KnownBug.READDIRPLUS_FORGETS_TWICE)
                .saying("The kernel gave back " + excess.nlookup() + " of " + Explain.nodeid(excess.nodeid())
                        + ", but its count was " + excess.countBefore() + ": "
                        + Explain.count(excess.readdirplusGivenBack(), "entry", "entries")
                        + " of READDIRPLUS had been given back before with a FORGET of 1 at once. A server that"
                        + " subtracts without looking underflows here, or frees a node that is in use.");
    }
}
