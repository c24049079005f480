// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;

/** Events that make one operation: a request with what came of it, or what one kernel function did in a task. */
final class Step {
    private final List<Event> events = new ArrayList<>(3);
    /** The nodeid whose life it is a step of: the one that it hands out, else the one that it names. */
    private long nodeid;

    void add(Event event) {
        boolean handsOut = event.kind() == EventKind.ENTRY || event.kind() == EventKind.KERNEL_IGET;
        if (event.hasNodeid() && (events.isEmpty() || nodeid == 0 || handsOut)) {
            nodeid = event.nodeid();
        }
        events.add(event);
    }

    List<Event> events() {
        return events;
    }

    long nodeid() {
        return nodeid;
    }

    boolean isKernel() {
        return events.get(0).kind().isKernel();
    }
}
