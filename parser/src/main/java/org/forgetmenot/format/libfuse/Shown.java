// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capability;

/** What a log turned out to show: that depends on who writes into it, which its lines tell little by little. */
final class Shown {
    private LogStyle style = LogStyle.UNKNOWN;
    private boolean time;
    private boolean pid;
    /** An entry without its nodeid, or a FORGET without its count. */
    private boolean plain;

    private boolean readdirplus;

    LogStyle style() {
        return style;
    }

    /** A line told who writes. */
    void style(LogStyle seen) {
        style = seen;
    }

    /** An entry or a FORGET came of which no line told the rest. */
    void plain() {
        if (style == LogStyle.UNKNOWN) {
            style = LogStyle.PLAIN;
        }
        plain = true;
    }

    /** A READDIRPLUS was answered with entries. */
    void readdirplus() {
        readdirplus = true;
    }

    void saw(Event event) {
        time |= event.hasTimeNs();
        pid |= event.hasPid();
    }

    private boolean showsReaddirplus() {
        return style == LogStyle.PASSTHROUGH || !readdirplus;
    }

    /** Whether every count was told so far. */
    boolean everyCount() {
        return !plain && showsReaddirplus();
    }

    Set<Capability> capabilities() {
        Set<Capability> held =
                EnumSet.of(Capability.REQUESTS, Capability.UNIQUE, Capability.ERRORS, Capability.FORGETS);
        if (time) {
            held.add(Capability.TIME);
        }
        if (pid) {
            held.add(Capability.PID);
        }
        if (style == LogStyle.PASSTHROUGH || style == LogStyle.HIGH_LEVEL) {
            held.add(Capability.NAMES);
            held.add(Capability.ENTRY_NODEIDS);
            held.add(Capability.FORGET_COUNTS);
            if (showsReaddirplus()) {
                held.add(Capability.READDIRPLUS_ENTRIES);
            }
        }
        return held;
    }
}
