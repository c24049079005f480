// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import it.unimi.dsi.fastutil.longs.LongArrayList;

/** Hands out numbers, of nodes or of handles: ever larger ones, or the one given back last. */
final class Numbers {
    private final LongArrayList free = new LongArrayList();
    private final boolean reused;
    private long next;

    Numbers(long first, boolean reused) {
        this.next = first;
        this.reused = reused;
    }

    long take() {
        return free.isEmpty() ? next++ : free.removeLong(free.size() - 1);
    }

    void giveBack(long number) {
        if (reused) {
            free.add(number);
        }
    }
}
