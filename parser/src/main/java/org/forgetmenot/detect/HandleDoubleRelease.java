// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.HandleTable.Misuse;
import org.forgetmenot.lifecycle.Ledgers;

/** A file handle is released twice, and not handed out in between. */
final class HandleDoubleRelease {
    private HandleDoubleRelease() {}

    static List<Finding> find(Ledgers ledgers) {
        return Handles.find(
                ledgers,
                Misuse.RELEASED_TWICE,
                FindingCode.HANDLE_DOUBLE_RELEASE,
                Confidence.CONFIRMED,
                Blame.KERNEL,
                fh -> "A RELEASE gives " + fh
                        + " back a second time, and it was not handed out in between. A server that"
                        + " frees what the handle points to frees it twice.");
    }
}
