// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.RootBook;
import org.forgetmenot.lifecycle.ServerSession;

/**
 * The kernel gives the root back, as at every unmount, and the server drops it, which it must not: no reply ever counted
 * the root.
 */
final class RootForgotten {
    private RootForgotten() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .map(ServerSession::root)
                .flatMap(root -> Stream.ofNullable(root.forgotten()).flatMap(mark -> finding(root, mark)))
                .toList();
    }

    private static Stream<Finding> finding(RootBook root, Mark forgotten) {
        boolean refused = !root.refused().first().isEmpty();
        if (!refused && root.served() == 0) {
            return Stream.empty(); // the unmount
        }
        return Stream.of(FindingBuilder.of(
                        FindingCode.ROOT_FORGOTTEN,
                        refused ? Severity.ERROR : Severity.INFO,
                        Confidence.CONFIRMED,
                        refused ? Blame.SERVER : Blame.UNKNOWN)
                .nodeid(1)
                .path("/")
                .forgotten(new Forgotten(
                        Explain.evidence(forgotten),
                        root.nlookup() == 0 ? null : root.nlookup(),
                        null,
                        null,
                        List.of()))
                .used(
                        root.refused().first().stream().map(Explain::used).toList(),
                        root.refused().count(),
                        root.refused().count())
                .saying(
                        refused
                                ? "The kernel gave the root back, and the server dropped it: it refused "
                                        + Explain.count(root.refused().count(), "request")
                                        + " for the root afterwards. A server must ignore a FORGET of nodeid 1."
                                : "The kernel gave the root back and went on to use it. The server rightly ignored the"
                                        + " FORGET."));
    }
}
