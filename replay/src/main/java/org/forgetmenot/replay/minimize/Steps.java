// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.Event;

/** Puts the events of a capture together to steps. */
final class Steps {
    private record Wire(long connection, long unique) {}

    private final List<Step> all = new ArrayList<>();
    private final Map<Wire, Step> byUnique = new HashMap<>();
    private final Map<Integer, Step> byPid = new HashMap<>();

    /** All steps, in the order in which they began. */
    List<Step> all() {
        return all;
    }

    /** Takes the next event, which is kept. */
    void add(Event event) {
        step(event).add(event);
    }

    private Step step(Event event) {
        if (event.kind().isKernel() && event.hasPid()) {
            return beginsInKernel(event) || !byPid.containsKey(event.pid())
                    ? begun(byPid, event.pid())
                    : byPid.get(event.pid());
        }
        if (!event.hasUnique() || event.unique() == 0) {
            Step alone = new Step();
            all.add(alone);
            return alone;
        }
        Wire wire = new Wire(event.hasConnection() ? event.connection() : 0, event.unique());
        return switch (event.kind()) {
            // a log without the kernel's uniques, or one that wraps, may use a number again
            case REQUEST -> begun(byUnique, wire);
            default -> byUnique.containsKey(wire) ? byUnique.get(wire) : begun(byUnique, wire);
        };
    }

    private <K> Step begun(Map<K, Step> by, K key) {
        Step step = new Step();
        by.put(key, step);
        all.add(step);
        return step;
    }

    /** Returns, stacks, and what a function calls belong to the function that the task is in. */
    private static boolean beginsInKernel(Event event) {
        return switch (event.kind()) {
            case KERNEL_REQUEST,
                    KERNEL_REQUEST_BACKGROUND,
                    KERNEL_EVICT,
                    KERNEL_SUBMOUNT,
                    KERNEL_KILL_SUPERBLOCK,
                    KERNEL_SEND -> true;
            default -> false;
        };
    }
}
