// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.AttributeBook;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * A nodeid that still counts is handed out for another file, with the same generation: the kernel finds the old inode
 * (fuse_iget) and takes the one file for the other. After the last FORGET reuse is normal: C virtiofsd and passthrough_ll
 * do so all the time.
 */
final class NodeidReusedSameGeneration {
    private NodeidReusedSameGeneration() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .flatMap(s -> s.attributes().changes().first().stream())
                .filter(c -> !c.type())
                .map(NodeidReusedSameGeneration::finding)
                .toList();
    }

    private static Finding finding(AttributeBook.Change change) {
        return FindingBuilder.of(
                        FindingCode.NODEID_REUSED_SAME_GENERATION, Severity.ERROR, Confidence.CONFIRMED, Blame.SERVER)
                .epoch(change.epoch())
                .seen(new Seen(
                        Explain.evidence(change.now()),
                        "handed out for ino " + Long.toUnsignedString(change.inoNow()) + ", before that for ino "
                                + Long.toUnsignedString(change.inoBefore())))
                .saying("The server handed "
                        + Explain.nodeid(change.epoch().nodeid())
                        + " out for another file although the kernel had not given it back, and did not change its"
                        + " generation. The kernel has one inode for both: whoever uses the one file reaches the other."
                        + " A server must keep a nodeid until its count is 0, or change the generation.");
    }
}
