// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** Where and when a capture shows something, copied out of an event because a ledger has to remember it. */
public final class Mark {
    private final int input;
    private final long position;
    private final long timeNs;
    private final boolean hasTime;
    private final int pid;
    private final boolean hasPid;
    private final @Nullable String task;
    private long unique;
    private boolean hasUnique;

    /**
     * Copies an event's place.
     *
     * @param tasks where the task's name is kept once
     */
    Mark(Event event, TaskNames tasks) {
        input = event.input();
        position = event.position();
        timeNs = event.timeNs();
        hasTime = event.hasTimeNs();
        pid = event.pid();
        hasPid = event.hasPid();
        task = tasks.of(event.task());
        unique = event.unique();
        hasUnique = event.hasUnique();
    }

    Mark(
            int input,
            long position,
            boolean hasTime,
            long timeNs,
            boolean hasPid,
            int pid,
            boolean hasUnique,
            long unique,
            @Nullable String task) {
        this.input = input;
        this.position = position;
        this.timeNs = timeNs;
        this.hasTime = hasTime;
        this.pid = pid;
        this.hasPid = hasPid;
        this.task = task;
        this.unique = unique;
        this.hasUnique = hasUnique;
    }

    /** Index of the capture. */
    public int input() {
        return input;
    }

    /** 1-based line or byte offset. */
    public long position() {
        return position;
    }

    public boolean hasTime() {
        return hasTime;
    }

    /** Nanoseconds on the capture's clock, if {@link #hasTime}. */
    public long timeNs() {
        return timeNs;
    }

    public boolean hasPid() {
        return hasPid;
    }

    public int pid() {
        return pid;
    }

    /** Name of the task, safe to print; null if unknown. */
    public @Nullable String task() {
        return task;
    }

    public boolean hasUnique() {
        return hasUnique;
    }

    /** Unsigned, if {@link #hasUnique}. */
    public long unique() {
        return unique;
    }

    /** Adds the unique that another view of the same run knows. */
    void unique(long value) {
        unique = value;
        hasUnique = true;
    }
}
