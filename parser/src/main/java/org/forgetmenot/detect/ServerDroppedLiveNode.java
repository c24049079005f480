// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Rejection;
import org.forgetmenot.wire.Errno;

/**
 * The server says that it does not know a nodeid which the kernel still counts. EBADF says so; ESTALE may come from the
 * filesystem behind the server, where somebody else removed the file.
 */
final class ServerDroppedLiveNode {
    private ServerDroppedLiveNode() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().rejections().stream()
                .filter(ServerDroppedLiveNode::isOne)
                .filter(r -> r.epoch().race() == null) // LookupForgetRace tells more
                .flatMap(ServerDroppedLiveNode::finding)
                .toList();
    }

    /** Whether the server refused what it must know. */
    static boolean isOne(Rejection rejection) {
        return rejection.epoch().isExact()
                && rejection.countThen() > 0
                && !rejection.isContradicted()
                && !isForgottenBefore(rejection);
    }

    /**
     * Whether the FORGET was only logged after the answers to requests that were sent after it. It takes nothing that was
     * asked for after it was sent.
     */
    private static boolean isForgottenBefore(Rejection rejection) {
        var drop = rejection.epoch().drop();
        return drop != null
                && drop.forgotten().hasUnique()
                && Long.compareUnsigned(
                                rejection.epoch().lastAskedUnique(),
                                drop.forgotten().unique())
                        < 0
                && rejection.answers().stream()
                        .allMatch(a -> a.mark().hasUnique()
                                && Long.compareUnsigned(
                                                a.mark().unique(),
                                                drop.forgotten().unique())
                                        > 0);
    }

    private static Stream<Finding> finding(Rejection rejection) {
        boolean badFd = rejection.answers().stream().anyMatch(a -> a.error() == -Errno.EBADF.number());
        return Stream.of(FindingBuilder.of(
                        FindingCode.SERVER_DROPPED_LIVE_NODE,
                        badFd ? Severity.ERROR : Severity.INFO,
                        badFd ? Confidence.LIKELY : Confidence.POSSIBLE,
                        Blame.SERVER)
                .epoch(rejection.epoch())
                .used(Explain.used(rejection), rejection.count(), rejection.count())
                .saying("The server answered " + Explain.count(rejection.count(), "request") + " for "
                        + Explain.nodeid(rejection.epoch().nodeid())
                        + " as if it did not know it, although its count was "
                        + rejection.countThen() + ": no FORGET had taken it away. The server let it go on its own"
                        + (badFd ? "." : ", or somebody removed the file behind it.")));
    }
}
