// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ReplyBook;

/** The server replies to a request that it has answered: the kernel refuses the reply, or takes it for another's. */
final class DuplicateReply {
    private DuplicateReply() {}

    static List<Finding> find(Ledgers ledgers) {
        return Replies.find(
                ledgers,
                ReplyBook::duplicates,
                FindingCode.DUPLICATE_REPLY,
                "to requests that had been answered already. The kernel refuses a second reply with ENOENT; what it"
                        + " handed out (a nodeid, a file handle) is counted by the server alone and never given back.");
    }
}
