// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class TwoViewsTest {
    private final TwoViews views = new TwoViews(new ServerLedger(input -> true, null));
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
}
