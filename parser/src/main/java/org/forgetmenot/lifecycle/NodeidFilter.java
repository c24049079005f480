// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.HashCommon;

/** A set of nodeids, as one bit for the hash of each: it knows all that are in it, and takes a few others for such. */
final class NodeidFilter {
    private final int hashBits;
    private final long[] bits;

    /** @param hashBits at least 6; it takes two to their power of bits */
    NodeidFilter(int hashBits) {
        this.hashBits = hashBits;
        bits = new long[1 << hashBits - 6];
    }

    void add(long nodeid) {
        int bit = hash(nodeid);
        bits[bit >>> 6] |= 1L << bit;
    }

    boolean mayHave(long nodeid) {
        int bit = hash(nodeid);
        return (bits[bit >>> 6] & 1L << bit) != 0;
    }

    private int hash(long nodeid) {
        return (int) (HashCommon.mix(nodeid) >>> Long.SIZE - hashBits);
    }
}
