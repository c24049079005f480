// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;

/**
 * The server's FORGETs after which the nodeid was used: the first of those that may be findings. What is refuted later, as
 * most are in a capture that misses lookups, takes nobody else's place.
 */
final class Incidents {
    private static final int MAX = 1000;
    /** Incidents beyond the most that are kept before it is looked for harmless ones. */
    private static final int SPARE = 64;

    private final List<Drop> kept = new ArrayList<>();
    private long omitted;

    /** Takes in a drop after a use of its nodeid or the answer to one; again and again does no harm. */
    void take(Drop drop) {
        if (drop.isListed()) {
            return;
        }
        drop.listed(true);
        kept.add(drop);
        if (kept.size() >= MAX + SPARE) {
            settle();
        }
    }

    /** Lets go of what is harmless as it stands, and then of the last ones that there is no room for. */
    void settle() {
        kept.removeIf(drop -> {
            boolean harmless = drop.useCount() == 0 || !drop.mayBeFinding(false);
            if (harmless) {
                drop.listed(false); // its next use or answer may change that
            }
            return harmless;
        });
        if (kept.size() > MAX) {
            List<Drop> tooMany = kept.subList(MAX, kept.size());
            omitted += tooMany.size(); // they stay listed, so that each is counted once
            tooMany.clear();
        }
    }

    List<Drop> kept() {
        return kept;
    }

    long omitted() {
        return omitted;
    }
}
