// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** How much of what one capture holds. */
public final class InputTally {
    private long events;
    private long requests;
    private long replies;
    private long tracepointRequests;
    private long tracepointReplies;
    private long forgets;
    private long forgetSum;
    private long kernelForgets;
    private boolean forgetSumKnown = true;
    private long lost;
    private boolean sawTime;
    private long firstNs;
    private long lastNs;
    private boolean sawAny;
    private boolean startsAtInit;
    private boolean tellsCounts;
    private boolean showsServer;

    /** Counts one event. */
    public void accept(Event event) {
        events++;
        tellsCounts |= event.hasServerCount();
        EventKind kind = event.kind();
        showsServer |= kind == EventKind.REQUEST || kind == EventKind.REPLY || kind == EventKind.FORGET;
        switch (kind) {
            case REQUEST, KERNEL_REQUEST, KERNEL_REQUEST_BACKGROUND -> {
                requests++;
                first(event);
            }
            case REPLY, KERNEL_REQUEST_RETURN -> replies++;
            case KERNEL_SEND -> {
                tracepointRequests++;
                first(event);
            }
            case KERNEL_END -> tracepointReplies++;
            case FORGET -> forget(event);
            case KERNEL_FORGET -> {
                kernelForgets++;
                forget(event);
            }
            case LOST -> lost += event.hasCount() ? Math.max(1, event.count()) : 1;
            case KERNEL_IGET -> {
                // the root's inode is got while the filesystem is mounted, before INIT is sent
                if (!sawAny) {
                    sawAny = true;
                    startsAtInit = event.nodeid() == 1;
                }
            }
            default -> {}
        }
        if (event.hasTimeNs()) {
            if (!sawTime) {
                firstNs = event.timeNs();
                lastNs = firstNs;
            }
            sawTime = true;
            lastNs = Math.max(lastNs, event.timeNs());
        }
    }

    private void first(Event event) {
        if (!sawAny) {
            sawAny = true;
            startsAtInit = event.opcode() == Opcode.INIT.number();
        }
    }

    private void forget(Event event) {
        forgets++;
        if (event.hasNlookup()) {
            // a hostile FORGET may give back as much as 64 bits hold
            long sum = forgetSum + event.nlookup();
            forgetSum = event.nlookup() < 0 || sum < 0 ? Long.MAX_VALUE : sum;
        } else {
            forgetSumKnown = false;
        }
    }

    public long events() {
        return events;
    }

    /** Requests; the kernel's own tracepoints count only where no probe shows the same requests. */
    public long requests() {
        return requests > 0 ? requests : tracepointRequests;
    }

    public long replies() {
        return requests > 0 ? replies : tracepointReplies;
    }

    /** Nodeids given back, each item of a BATCH_FORGET by itself. */
    public long forgets() {
        return forgets;
    }

    /** Those of them that the kernel's side shows. */
    public long kernelForgets() {
        return kernelForgets;
    }

    /** Sum of their nlookup, null if the capture does not tell. */
    public @Nullable Long forgetSum() {
        return forgetSumKnown ? forgetSum : null;
    }

    /** Events that the recorder lost, as far as it says. */
    public long lost() {
        return lost;
    }

    /** Whether it shows what comes to the server or leaves it, and not the kernel's doings alone. */
    public boolean showsServer() {
        return showsServer;
    }

    /** Whether the capture shows the connection from its beginning on. */
    public boolean startsAtInit() {
        return startsAtInit;
    }

    /** Whether the server's own counts are in it, which hold whatever came before the capture. */
    public boolean tellsCounts() {
        return tellsCounts;
    }

    /** Time of the first event in nanoseconds, null if no event has a time. */
    public @Nullable Long firstNs() {
        return sawTime ? firstNs : null;
    }

    public @Nullable Long lastNs() {
        return sawTime ? lastNs : null;
    }
}
