// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class TwoViewsTest {
    private final TwoViews views = new TwoViews(new ServerLedger(input -> true, new Watch()));
    private final Event event = new Event();

    private void request(long nodeid, long commonNs) {
        event.start(EventKind.REQUEST, nodeid)
                .unique(2 * nodeid)
                .opcode(Opcode.GETATTR.number())
                .nodeid(nodeid)
                .commonNs(commonNs);
        views.server(event);
    }

    @Test
    void whoeverFoundNoPartnerInThreeSecondsIsLetGo() {
        for (long i = 0; i < 20_000; i++) {
            request(i, i * 1_000_000);
        }
        assertTrue(views.keys() <= 3001, "waiting: " + views.keys());
    }

    @Test
    void withoutTimesTooItHasABound() {
        for (long i = 0; i < 2 * TwoViews.KEYS_MAX; i++) {
            request(i, 0);
        }
        assertEquals(TwoViews.KEYS_MAX, views.keys());
    }

    /** Both sides see one FORGET, so that they are known to show such. */
    private static BothSides agreeing() {
        return BothSides.mounted()
                .handsOut(4, 6)
                .iget(6)
                .goesOn(4, 8)
                .evict(6, 1)
                .queueForget(6, 1)
                .getsForget(20, 6, 1);
    }

    @Test
    void aForgetOfWhatNoInodeTookIsMissedToo() {
        assertEquals(
                Set.of(FindingCode.LEDGER_DRIFT),
                agreeing()
                        .handsOut(22, 5)
                        .igetFails(5)
                        .queueForget(5, 1)
                        .goesOn(4, 30)
                        .codes());
    }

    @Test
    void theForgetsOfASubmountThatIsUnmountedAreMissedToo() {
        assertEquals(
                Set.of(FindingCode.LEDGER_DRIFT),
                agreeing()
                        .enters(7)
                        .handsOut(22, 5)
                        .iget(5)
                        .killed()
                        .evict(5, 1)
                        .queueForget(5, 1)
                        .left()
                        .goesOn(4, 30)
                        .codes());
    }

    @Test
    void theLastUnmountOfAConnectionSendsNothing() {
        assertEquals(
                Set.of(),
                agreeing()
                        .handsOut(22, 5)
                        .iget(5)
                        .killed()
                        .evict(5, 1)
                        .queueForget(5, 1)
                        .goesOn(4, 30)
                        .codes());
    }
}
