// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.AttributeBook;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.wire.FileType;

/** A nodeid that still counts changes its file type: the kernel makes its inode bad, and its users get EIO. */
final class TypeChanged {
    private TypeChanged() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .flatMap(s -> s.attributes().changes().first().stream())
                .filter(AttributeBook.Change::type)
                .map(TypeChanged::finding)
                .toList();
    }

    private static Finding finding(AttributeBook.Change change) {
        String types = "a " + type(change.modeNow()) + ", before that a " + type(change.modeBefore());
        return FindingBuilder.of(FindingCode.TYPE_CHANGED, Severity.ERROR, Confidence.CONFIRMED, Blame.SERVER)
                .epoch(change.epoch())
                .seen(new Seen(Explain.evidence(change.now()), types))
                .saying("The server says that "
                        + Explain.nodeid(change.epoch().nodeid())
                        + " is now " + types + ", although the kernel still counts it and its generation is the same."
                        + " The kernel marks the inode as bad, so whoever has the file open gets \"Input/output error\"."
                        + " A file that was replaced needs another nodeid or another generation.");
    }

    private static String type(int mode) {
        FileType type = FileType.of(mode);
        return type == null ? "file of no known type" : type.words();
    }
}
