// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import java.io.IOException;
import java.util.Arrays;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.wire.Opcode;

/**
 * The requests and FORGETs of one capture in their order, each as one number that the same request has in every other
 * capture of the run: its opcode and nodeid, for a FORGET its nodeid and nlookup.
 */
final class Fingerprints {
    /** Requests looked at: enough to line up hours of work, and a bound on memory. */
    private static final int MAX = 2_000_000;

    private long[] keys = new long[1024];
    private long[] times = new long[1024];
    private int size;
    private long lastNs = Long.MIN_VALUE;
    private boolean hasTimes = true;
    private boolean coarse = true;
    private boolean lossy;
    private boolean sawConnection;
    private long connection;
    private boolean severalConnections;
    private boolean kernel;
    private boolean server;

    /** Reads a capture from its beginning, on its own. */
    static Fingerprints of(Capture capture) throws IOException {
        Fingerprints prints = new Fingerprints();
        try (Capture again = capture.reopen()) {
            Event event = new Event();
            while (prints.size < MAX && again.reader().next(event)) {
                prints.accept(event);
            }
        }
        return prints;
    }

    private void accept(Event event) {
        EventKind kind = event.kind();
        switch (kind) {
            case KERNEL_REQUEST, KERNEL_REQUEST_BACKGROUND -> {
                kernel = true;
                add(request(event), event);
            }
            case KERNEL_FORGET -> {
                kernel = true;
                add(forget(event), event);
            }
            case REQUEST -> {
                server = true;
                if (!Opcode.forgets(event.opcode())) {
                    add(request(event), event);
                }
            }
            case FORGET -> {
                server = true;
                add(forget(event), event);
            }
            case LOST -> lossy = true;
            case KERNEL_IGET, KERNEL_EVICT, KERNEL_SEND -> kernel = true;
            case ENTRY, REPLY -> server = true;
            default -> {}
        }
    }

    private void add(long key, Event event) {
        if (event.hasConnection()) {
            severalConnections |= sawConnection && connection != event.connection();
            sawConnection = true;
            connection = event.connection();
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        hasTimes &= event.hasTimeNs();
        coarse &= event.timeNs() % 1_000_000 == 0;
        lastNs = Math.max(lastNs, event.timeNs());
        keys[size] = key;
        times[size++] = lastNs;
    }

    private static long request(Event event) {
        return mix(event.opcode() * 0x9E3779B97F4A7C15L + event.nodeid());
    }

    /** A log that does not tell the nlookup has its FORGETs found by nodeid alone, so nobody's nlookup counts. */
    private static long forget(Event event) {
        return mix(~event.nodeid());
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 31)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 29);
    }

    int size() {
        return size;
    }

    long key(int index) {
        return keys[index];
    }

    /** Time of a request, never before that of the request before it. */
    long timeNs(int index) {
        return times[index];
    }

    boolean hasTimes() {
        return hasTimes && size > 0;
    }

    /** Whether the clock is too coarse to order requests by, such as one that shows only seconds. */
    boolean isCoarse() {
        return coarse;
    }

    /** Whether it shows more than one connection, of which another capture may show only one. */
    boolean hasSeveralConnections() {
        return severalConnections;
    }

    /** Whether the recorder lost events. */
    boolean isLossy() {
        return lossy;
    }

    /** Whether it shows the kernel's side, the server's, or neither. */
    boolean isKernel() {
        return kernel;
    }

    boolean isServer() {
        return server;
    }
}
