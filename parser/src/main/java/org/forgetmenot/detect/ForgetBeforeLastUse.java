// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.Objects;
import org.forgetmenot.lifecycle.Drop;
import org.forgetmenot.lifecycle.Epoch;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.SubmountEvidence;
import org.jspecify.annotations.Nullable;

/**
 * The server's count of a nodeid fell to 0 while another superblock still held it: the bug of kernels whose submounts
 * borrow the lookup of their mount point.
 *
 * <p>Where unseen lookups leave it open whether the count really fell, the answers that the superblock got afterwards
 * decide: a server that says EBADF has dropped the nodeid, one that answers has not.
 */
final class ForgetBeforeLastUse {
    private ForgetBeforeLastUse() {}

    static List<Finding> find(Ledgers ledgers) {
        SubmountEvidence evidence = ledgers.kernel().submountEvidence();
        return ledgers.kernel().drops().stream()
                .map(drop -> finding(drop, evidence))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static @Nullable Finding finding(Drop drop, SubmountEvidence evidence) {
        if (drop.isRefuted() || Boolean.FALSE.equals(drop.serverDropped())) {
            return null;
        }
        boolean proven = Boolean.TRUE.equals(drop.serverDropped())
                || (drop.isHandedOutAgain() && !drop.isLossy())
                || isExact(drop, evidence);
        boolean told = drop.serverSaysUnknown() || (drop.aliasedCount() > 0 && proven);
        boolean fixed = evidence.showsShared();
        if (!proven && !told) {
            return null;
        }
        if (fixed && !told && !Boolean.TRUE.equals(drop.serverDropped())) {
            return null;
        }
        boolean latent = drop.useCount() == 0;
        Confidence confidence = latent || (!proven && drop.isLossy()) ? Confidence.LIKELY : Confidence.CONFIRMED;
        return finding(drop, confidence, latent);
    }

    /** Whether nothing unseen can have kept the count above 0. */
    private static boolean isExact(Drop drop, SubmountEvidence evidence) {
        if (!drop.isExact()) {
            return false;
        }
        return !drop.isMaybeShared()
                || evidence.showsFirstLookupInEnteredMountPoint()
                // where roots take lookups, unseen ones of the mount point and those taken hide each other
                || (evidence.showsFirstLookupInMountPoint() && evidence.showsBorrowed());
    }

    private static Finding finding(Drop drop, Confidence confidence, boolean latent) {
        boolean submountRoot =
                drop.holders().stream().anyMatch(h -> h.root() && h.superblock().isSubmount());
        Epoch epoch = drop.serverEpoch() != null ? drop.serverEpoch() : drop.epoch();
        // one connection has several superblocks only if it has submounts (fuse_get_tree_submount)
        boolean submount = submountRoot || drop.epoch().isSubmount() || drop.by() != null;
        return FindingBuilder.of(FindingCode.FORGET_BEFORE_LAST_USE, Severity.ERROR, confidence, Blame.KERNEL)
                .epoch(drop.epoch())
                .path(epoch.path())
                .latent(latent)
                .drop(drop)
                .knownBug(submount ? KnownBug.SUBMOUNT_BORROWS_LOOKUP : null)
                .saying(explanation(drop, submountRoot));
    }

    private static String explanation(Drop drop, boolean submountRoot) {
        StringBuilder text = new StringBuilder();
        String holders = Explain.names(drop.holders());
        text.append("The kernel gave ")
                .append(Explain.nodeid(drop.epoch().nodeid()))
                .append(" back to the server when ")
                .append(Explain.name(drop.by()))
                .append(" let its inode go");
        if (drop.cause() != null) {
            text.append(" (").append(drop.cause().sentence()).append(')');
        }
        text.append(", but ").append(holders);
        text.append(submountRoot ? ", a submount whose root is that very nodeid," : "")
                .append(" still held it. ");
        if (submountRoot) {
            text.append("A submount's root has no lookup of its own: it lives on the one of its mount point. ");
        }
        if (drop.useCount() == 0) {
            text.append("It was not used again in this capture; the next use will fail.");
        } else if (drop.aliasedCount() > 0) {
            text.append("The server has handed the nodeid out again since, so ")
                    .append(Explain.count(drop.aliasedCount(), "request"))
                    .append(" went to another file")
                    .append(ofAliased(drop));
        } else {
            text.append("It used the nodeid ")
                    .append(drop.useCount() == 1 ? "once" : drop.useCount() + " times")
                    .append(" afterwards, and the server refused it ")
                    .append(drop.failedCount() == drop.useCount() ? "every time" : drop.failedCount() + " times")
                    .append(
                            ". Whoever runs there sees \"Bad file descriptor\" or \"No such file or directory\" on its whole filesystem.");
        }
        return text.toString();
    }

    /** What became of the requests that reached another file. */
    private static String ofAliased(Drop drop) {
        long failed = drop.aliasedFailedCount();
        if (failed == 0) {
            return " without any error.";
        }
        long others = drop.aliasedCount() - failed;
        return others == 0 ? " and failed there." : ": " + failed + " failed there, " + others + " did not.";
    }
}
