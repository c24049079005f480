// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** Where a capture shows something, as a {@link Mark} that is written over again and again: no object for each event. */
final class Place {
    int input;
    long position;
    boolean hasTime;
    long timeNs;
    boolean hasPid;
    int pid;
    boolean hasUnique;
    /** Unsigned. */
    long unique;

    void set(Event event) {
        input = event.input();
        position = event.position();
        hasTime = event.hasTimeNs();
        timeNs = event.timeNs();
        hasPid = event.hasPid();
        pid = event.pid();
        hasUnique = event.hasUnique();
        unique = event.unique();
    }

    Mark mark() {
        return mark(null);
    }

    /** @param task its name, safe to print; null if unknown */
    Mark mark(@Nullable String task) {
        return new Mark(input, position, hasTime, timeNs, hasPid, pid, hasUnique, unique, task);
    }
}
