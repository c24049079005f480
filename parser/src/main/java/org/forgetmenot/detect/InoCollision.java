// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.AttributeBook;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * Two counted nodeids have one ino, on one device, and are not one file: programs that tell files apart by ino (tar, rsync,
 * git, du) take them for hard links.
 */
final class InoCollision {
    private InoCollision() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .filter(s -> s.attributes().collisions().count() > 0)
                .map(s -> finding(
                        s.attributes().collisions().first().get(0),
                        s.attributes().collisions().count()))
                .toList();
    }

    private static Finding finding(AttributeBook.Collision collision, long count) {
        String other = collision.second().path();
        return FindingBuilder.of(FindingCode.INO_COLLISION, Severity.WARNING, Confidence.CONFIRMED, Blame.SERVER)
                .epoch(collision.first())
                .seen(
                        new Seen(
                                Explain.evidence(collision.handedOut()),
                                Explain.nodeid(collision.second().nodeid()) + (other == null ? "" : " (" + other + ")")
                                        + " has ino " + Long.toUnsignedString(collision.ino())),
                        new Seen(
                                Explain.evidence(collision.again()),
                                Explain.nodeid(collision.first().nodeid()) + " has it still"))
                .saying("Two different files, both in use, have ino "
                        + Long.toUnsignedString(collision.ino())
                        + (count > 1 ? "; there are " + (count - 1) + " more such pairs" : "")
                        + ". Programs that tell files apart by their ino take them for hard links. Where the server"
                        + " shows several filesystems as one, it must announce them as submounts or make inos of its"
                        + " own.");
    }
}
