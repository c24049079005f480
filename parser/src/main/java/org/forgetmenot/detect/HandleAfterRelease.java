// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.HandleTable.Misuse;
import org.forgetmenot.lifecycle.Ledgers;

/**
 * A request names a file handle after its RELEASE: of the kernel, which sends RELEASE last; or the server gave one handle
 * to several opens and closed it at the first RELEASE.
 */
final class HandleAfterRelease {
    private HandleAfterRelease() {}

    static List<Finding> find(Ledgers ledgers) {
        return Stream.concat(
                        Handles.find(
                                ledgers,
                                Misuse.USED_AFTER_RELEASE,
                                FindingCode.HANDLE_AFTER_RELEASE,
                                Confidence.CONFIRMED,
                                Blame.KERNEL,
                                fh -> "A request names " + fh
                                        + ", which was released before and not handed out since. A server that has freed"
                                        + " it reads freed memory or answers \"Bad file descriptor\".")
                                .stream(),
                        Handles.find(
                                ledgers,
                                Misuse.CLOSED_TOO_EARLY,
                                FindingCode.HANDLE_AFTER_RELEASE,
                                Confidence.LIKELY,
                                Blame.SERVER,
                                fh -> "The server gave " + fh
                                        + " to several opens and closed it at the first RELEASE: it refuses it with EBADF"
                                        + " although another open still has it. It must count its opens.")
                                .stream())
                .toList();
    }
}
