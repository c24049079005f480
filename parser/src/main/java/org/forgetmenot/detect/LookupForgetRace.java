// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.Drop;
import org.forgetmenot.lifecycle.Epoch;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Rejection;
import org.forgetmenot.lifecycle.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * The last FORGET of a nodeid and a reply that hands it out again meet on the way. The kernel may do so (it counts the
 * reply when it comes); a server that frees the node at the FORGET and has the reply already made then loses it. An error
 * only if the server refused the nodeid afterwards.
 */
final class LookupForgetRace {
    private LookupForgetRace() {}

    static List<Finding> find(Ledgers ledgers) {
        List<Rejection> lost = ledgers.server().rejections().stream()
                .filter(ServerDroppedLiveNode::isOne)
                .filter(r -> r.epoch().race() != null)
                .toList();
        return Stream.concat(
                        lost.stream().map(LookupForgetRace::mishandled),
                        ledgers.server().sessions().stream().flatMap(s -> survived(s, lost)))
                .toList();
    }

    private static Finding mishandled(Rejection rejection) {
        return FindingBuilder.of(FindingCode.LOOKUP_FORGET_RACE, Severity.ERROR, Confidence.CONFIRMED, Blame.SERVER)
                .epoch(rejection.epoch())
                .forgotten(forgotten(rejection.epoch().race()))
                .used(Explain.used(rejection), rejection.count(), rejection.count())
                .saying("A FORGET took the last count of "
                        + Explain.nodeid(rejection.epoch().nodeid())
                        + " while a request was under way whose reply handed the nodeid out again, so its count is "
                        + rejection.countThen()
                        + ". The server freed the node all the same and refused "
                        + Explain.count(rejection.count(), "request")
                        + ". It must count the reply that it is making before it looks at the FORGET.");
    }

    private static Stream<Finding> survived(ServerSession session, List<Rejection> lost) {
        Epoch first = session.firstRace();
        if (first == null || lost.stream().anyMatch(r -> r.epoch() == first)) {
            return Stream.empty();
        }
        return Stream.of(
                FindingBuilder.of(FindingCode.LOOKUP_FORGET_RACE, Severity.INFO, Confidence.CONFIRMED, Blame.UNKNOWN)
                        .epoch(first)
                        .forgotten(forgotten(first.race()))
                        .saying(Explain.count(session.races(), "reply handed", "replies handed")
                                + " out a nodeid again whose last FORGET was on its way. The kernel may do so; the server must"
                                + " have counted the reply before it frees the node. This one answered for the nodeid"
                                + " afterwards, or was not asked."));
    }

    private static Forgotten[] forgotten(@Nullable Drop drop) {
        return drop == null ? new Forgotten[0] : new Forgotten[] {Explain.forgotten(drop)};
    }
}
