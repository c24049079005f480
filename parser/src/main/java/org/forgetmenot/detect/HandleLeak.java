// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.HandleTable;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ServerSession;

/** Files were still open when the connection ended with DESTROY, which is only sent when all of them are closed. */
final class HandleLeak {
    private HandleLeak() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .filter(s -> !s.handlesLeft().isEmpty())
                .map(HandleLeak::finding)
                .toList();
    }

    private static Finding finding(ServerSession session) {
        HandleTable.Left first = session.handlesLeft().get(0);
        return FindingBuilder.of(FindingCode.HANDLE_LEAK, Severity.WARNING, Confidence.LIKELY, Blame.KERNEL)
                .nodeid(first.nodeid())
                .seen(session.handlesLeft().stream()
                        .map(left -> new Seen(
                                Explain.evidence(left.opened()),
                                "fh " + Long.toUnsignedString(left.fh()) + " of " + Explain.nodeid(left.nodeid())
                                        + " opened"))
                        .toList())
                .saying(Explain.count(session.handles().open(), "file handle was", "file handles were")
                        + " opened and not released by the time of the unmount, which waits until every file is closed."
                        + " A server that keeps something for each handle keeps it until it ends.");
    }
}
