// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.Drop;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * A request names a nodeid whose count is 0. Seen from the server alone: which superblock let go and which one still used
 * the nodeid cannot be told.
 */
final class UseAfterForget {
    private UseAfterForget() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().incidents().stream()
                .filter(drop -> drop.useCount() > 0 && !drop.isRefuted())
                .filter(drop -> !isTold(drop, ledgers))
                .filter(drop -> !isOfLost(drop))
                .flatMap(UseAfterForget::finding)
                .toList();
    }

    /** Whether the kernel's side tells the same story with more to it. */
    private static boolean isTold(Drop drop, Ledgers ledgers) {
        return ledgers.kernel().drops().stream()
                .anyMatch(d -> d.epoch().nodeid() == drop.epoch().nodeid() && d.useCount() > 0);
    }

    /** The server had lost the nodeid before, so it could not tell how much the kernel gave back: maybe not all. */
    private static boolean isOfLost(Drop drop) {
        return drop.epoch().isLost() && drop.nlookup() == null;
    }

    private static Stream<Finding> finding(Drop drop) {
        if (!drop.isExact() && !drop.serverSaysUnknown()) {
            return Stream.empty();
        }
        Confidence confidence = drop.isExact() ? Confidence.CONFIRMED : Confidence.LIKELY;
        return Stream.of(FindingBuilder.of(FindingCode.USE_AFTER_FORGET, Severity.ERROR, confidence, Blame.KERNEL)
                .epoch(drop.epoch())
                .drop(drop)
                .knownBug(drop.epoch().isSubmount() ? KnownBug.SUBMOUNT_BORROWS_LOOKUP : null)
                .saying(explanation(drop)));
    }

    private static String explanation(Drop drop) {
        StringBuilder text = new StringBuilder();
        text.append("The kernel gave ").append(Explain.nodeid(drop.epoch().nodeid()));
        if (drop.isExact()) {
            text.append(" back to the server, all of its count, ");
        } else {
            text.append(" back to the server (this capture does not show how much of its count) ");
        }
        text.append("and went on to use it: ")
                .append(Explain.count(drop.useCount(), "request"))
                .append(", ")
                .append(drop.failedCount())
                .append(" of them answered with an error. ");
        text.append("If a virtio-fs submount is its root, this is the kernel's submount bug; a trace of the guest's"
                + " kernel (samples/capture) would show which superblock let go and which one still held it.");
        return text.toString();
    }
}
