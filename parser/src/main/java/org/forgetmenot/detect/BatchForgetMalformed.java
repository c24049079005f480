// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.BatchForget;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * A BATCH_FORGET whose count does not fit its length, or with an item of nodeid 0 or nlookup 0. The same nodeid twice is
 * well formed: the kernel queues one FORGET for each inode, and a shared lookup has one of its own.
 */
final class BatchForgetMalformed {
    private BatchForgetMalformed() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .flatMap(s -> s.batches().malformed().first().stream())
                .map(BatchForgetMalformed::finding)
                .toList();
    }

    private static Finding finding(BatchForget batch) {
        String what = batch.stated() != batch.room()
                ? "it says that it has " + Explain.count(batch.stated(), "item") + ", but its length is that of "
                        + (batch.room() < 0 ? "no whole number of them" : Long.toString(batch.room()))
                : Explain.count(batch.emptyItems(), "item") + " of nodeid 0 or nlookup 0";
        return FindingBuilder.of(FindingCode.BATCH_FORGET_MALFORMED, Severity.ERROR, Confidence.CONFIRMED, Blame.KERNEL)
                .seen(new Seen(Explain.evidence(batch.mark()), "BATCH_FORGET: " + what))
                .saying("A BATCH_FORGET is malformed: " + what
                        + ". A server that trusts it reads past the message or forgets what it should not. What sends"
                        + " such a message is broken: the kernel, or whatever stands between it and the server.");
    }
}
