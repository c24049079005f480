// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;

/** Where a capture shows something, as a {@link Mark} that is written over again and again: no object for each event. */
final class Place {
    private int input;
    private long position;
    private long timeNs;
    private boolean hasTime;
    private int pid;
    private boolean hasPid;
    private long unique;
    private boolean hasUnique;

    void set(Event event) {
        input = event.input();
        position = event.position();
        timeNs = event.timeNs();
        hasTime = event.hasTimeNs();
        pid = event.pid();
        hasPid = event.hasPid();
        unique = event.unique();
        hasUnique = event.hasUnique();
    }

    Mark mark() {
        return new Mark(input, position, hasTime, timeNs, hasPid, pid, hasUnique, unique, null);
    }

    boolean hasTime() {
        return hasTime;
    }

    long timeNs() {
        return timeNs;
    }

    boolean hasUnique() {
        return hasUnique;
    }

    /** Unsigned. */
    long unique() {
        return unique;
    }
}
