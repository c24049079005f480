// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ReplyBook;

/** The server replies to a FORGET, which has none: the kernel refuses the reply with ENOENT (fuse_dev_do_write). */
final class ForgetAnswered {
    private ForgetAnswered() {}

    static List<Finding> find(Ledgers ledgers) {
        return Replies.find(
                ledgers,
                ReplyBook::answersToForget,
                FindingCode.FORGET_ANSWERED,
                "to FORGET or BATCH_FORGET, which have none. The kernel refuses such a reply with ENOENT, and a server"
                        + " that takes that for a fatal error ends the mount.");
    }
}
