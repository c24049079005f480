// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

/** What is left of a capture. */
public final class Minimal {
    private final byte[] ndjson;
    private final int events;
    private final int eventsBefore;
    private final int operations;
    private final int trials;

    Minimal(byte[] ndjson, int events, int eventsBefore, int operations, int trials) {
        this.ndjson = ndjson;
        this.events = events;
        this.eventsBefore = eventsBefore;
        this.operations = operations;
        this.trials = trials;
    }

    /** The events, as {@code forgetmenot/event/1}; not to be changed. */
    public byte[] ndjson() {
        return ndjson;
    }

    /** How many events are left. */
    public int events() {
        return events;
    }

    /** How many there were. */
    public int eventsBefore() {
        return eventsBefore;
    }

    /** How many requests, or functions of the kernel, they make. */
    public int operations() {
        return operations;
    }

    /** How often it was diagnosed. */
    public int trials() {
        return trials;
    }
}
