// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.forgetmenot.replay.plan.Entry;
import org.junit.jupiter.api.Test;

/** What only the live server's listings handed out goes back once, and never more than the server counts. */
class SpareLookupsTest {
    private static final long LIVE = 7;
    private static final long RECORDED = 70;

    private final LookupLedger ledger = new LookupLedger();
    private final NodeMap nodes = new NodeMap(ledger, 16);

    private void listedByTheLiveServerAlone() {
        nodes.handedOut(LIVE);
        nodes.spare(LIVE);
    }

    @Test
    void whatNobodyElseHandedOutGoesBack() {
        listedByTheLiveServerAlone();
        assertTrue(nodes.surrender(LIVE));
        assertFalse(nodes.surrender(LIVE), "there was one");
    }

    @Test
    void aForgetOfAllTakesItAlong() {
        listedByTheLiveServerAlone();
        ledger.subtract(LIVE, 1);
        nodes.handedOut(LIVE); // another file has the number now
        assertFalse(nodes.surrender(LIVE));
        assertEquals(1, ledger.held(LIVE));
    }

    @Test
    void theLastLookupOfAKnownNodeidStays() {
        nodes.bind(nodes.found(new Entry(RECORDED, Entry.placeholder(RECORDED), false, 0, 0), nodes.root()), LIVE);
        listedByTheLiveServerAlone();
        assertFalse(nodes.surrender(LIVE));
        nodes.handedOut(LIVE);
        nodes.spare(LIVE);
        assertTrue(nodes.surrender(LIVE));
    }
}
