// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.NameBook;

/** Each LOOKUP of one name answers another nodeid for the same ino: the kernel throws its dentry away each time. */
final class NodeidFlap {
    private NodeidFlap() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .flatMap(s -> s.names().flaps().first().stream())
                .filter(f -> !f.generation())
                .map(NodeidFlap::finding)
                .toList();
    }

    private static Finding finding(NameBook.Flap flap) {
        return FindingBuilder.of(FindingCode.NODEID_FLAP, Severity.WARNING, Confidence.LIKELY, Blame.SERVER)
                .epoch(flap.epoch())
                .seen(
                        new Seen(Explain.evidence(flap.first()), "first LOOKUP of the name"),
                        new Seen(
                                Explain.evidence(flap.last()),
                                Explain.nodeid(flap.after()) + ", before that " + Explain.nodeid(flap.before())))
                .saying("Each LOOKUP of this name hands out another nodeid, although the one before still counts and"
                        + " the ino is the same. For the kernel each is a new file: it throws away what it has cached,"
                        + " and a process that stands in the directory finds it deleted. The server should answer the"
                        + " nodeid that it handed out before until that is forgotten.");
    }
}
