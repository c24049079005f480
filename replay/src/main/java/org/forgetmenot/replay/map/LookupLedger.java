// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

/** The lookups that the live server counts for each of its nodeids, so that none is given back too often or kept. */
public final class LookupLedger {
    private final Long2LongLinkedOpenHashMap held = new Long2LongLinkedOpenHashMap();
    private final Long2LongOpenHashMap reserved = new Long2LongOpenHashMap();
    /** Of those held, what only the live server's listings have shown so far. */
    private final Long2LongOpenHashMap spare = new Long2LongOpenHashMap();

    /** A live reply handed a nodeid out. */
    void add(long live) {
        held.addTo(live, 1);
    }

    /** A lookup that the recorded server had not handed out yet: no FORGET that the capture shows now can be about it. */
    void reserve(long live) {
        reserved.addTo(live, 1);
    }

    /** The recorded server handed it out, too. */
    void unreserve(long live) {
        if (reserved.addTo(live, -1) == 1) {
            reserved.remove(live);
        }
    }

    /** A listing of the live server handed it out, and none of the recorded one's did yet. */
    void spare(long live) {
        spare.addTo(live, 1);
    }

    /** Whether such a lookup is still there: a FORGET of all that is held takes it along. */
    boolean isSpare(long live) {
        return spare.get(live) > 0;
    }

    /** A recorded listing handed it out, too, or none will. */
    void unspare(long live) {
        if (spare.addTo(live, -1) == 1) {
            spare.remove(live);
        }
    }

    /** How many lookups of a nodeid a FORGET may give back. */
    public long free(long live) {
        return held.get(live) - reserved.get(live);
    }

    /** How many lookups the server counts of a nodeid. */
    public long held(long live) {
        return held.get(live);
    }

    /**
     * A FORGET is on its way.
     *
     * @param lookups may be more than are held, for a FORGET that is sent as it was recorded
     */
    public void subtract(long live, long lookups) {
        long left = held.get(live) - lookups;
        if (left > 0) {
            held.put(live, left);
        } else {
            held.remove(live);
            spare.remove(live);
        }
    }

    /** How many nodeids are counted. */
    public int size() {
        return held.size();
    }

    /** A nodeid that is counted still; only if there is one. */
    public long first() {
        return held.firstLongKey();
    }
}
