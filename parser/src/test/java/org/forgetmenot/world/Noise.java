// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;

/**
 * What a recording makes of a session.
 *
 * @param fromNs what happened before is not in it
 * @param toNs what happened after is not in it
 * @param lostAt place of the first fact that the recorder of the kernel's side lost, -1 if it lost none
 * @param lost how many it lost
 */
record Noise(long fromNs, long toNs, int lostAt, int lost) {
    static final Noise NONE = new Noise(0, Long.MAX_VALUE, -1, 0);
    private static final long MS = 1_000_000L;
    private static final long MOUNT_NS = 3000 * MS;

    static Noise of(Dice dice, View view) {
        long atNs = MOUNT_NS + dice.between(MS, 60 * MS);
        return switch (dice.below(3)) {
            case 0 -> new Noise(atNs, Long.MAX_VALUE, -1, 0);
            case 1 -> new Noise(0, atNs, -1, 0);
            default ->
                view == View.FTRACE
                        ? new Noise(0, Long.MAX_VALUE, 1 + dice.below(150), 1 + dice.below(40))
                        : new Noise(atNs, atNs + dice.between(30 * MS, 90 * MS), -1, 0);
        };
    }

    boolean isNone() {
        return this.equals(NONE);
    }

    /** What is recorded of what happened. */
    Journal of(Journal journal) {
        List<KernelFact> kernel = new ArrayList<>();
        List<KernelFact> all = journal.kernel();
        for (int i = 0; i < all.size(); i++) {
            boolean isLost = lostAt >= 0 && i >= lostAt && i < lostAt + lost;
            if (!isLost && isIn(all.get(i).timeNs())) {
                kernel.add(all.get(i));
            }
        }
        return new Journal(
                kernel, journal.wire().stream().filter(f -> isIn(f.timeNs())).toList());
    }

    /** The recorded fact of the kernel's side after which some are missing, -1 if none are. */
    int lostAfter(Journal journal) {
        return lostAt >= 0 && lostAt < journal.kernel().size() ? lostAt - 1 : -1;
    }

    private boolean isIn(long timeNs) {
        return timeNs >= fromNs && timeNs < toNs;
    }
}
