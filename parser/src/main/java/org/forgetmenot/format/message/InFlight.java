// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.jspecify.annotations.Nullable;

/** The requests that wait for their reply, by {@code unique}; their objects are used again and again. */
final class InFlight {
    /**
     * More than any kernel has open at a time. A capture that lost so many replies is past pairing anyway: all are given
     * up, and replies that still come are replies without a request.
     */
    static final int REQUESTS_MAX = 1 << 16;
    /** Longest name kept: PATH_MAX. A longer one is no name that a kernel sends. */
    static final int NAME_BYTES_MAX = 4096;

    private static final int EXPECTED = 1024;
    private static final int NAME_BYTES = 64;

    /** What a reply needs to know of its request. */
    static final class Request {
        int opcode;
        long nodeid;
        byte[] name = new byte[NAME_BYTES];
        int nameLength;

        private void name(byte[] bytes, int at, int length) {
            nameLength = length > NAME_BYTES_MAX ? 0 : length;
            if (nameLength > name.length) {
                name = new byte[NAME_BYTES_MAX];
            }
            System.arraycopy(bytes, at, name, 0, nameLength);
        }
    }

    private Long2ObjectOpenHashMap<Request> byUnique = new Long2ObjectOpenHashMap<>(EXPECTED);
    private final List<Request> free = new ArrayList<>();
    private final Diagnostics diagnostics;
    private boolean gaveUp;

    InFlight(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Remembers a request with its first name, which is copied.
     *
     * @param position of the message
     */
    void add(long unique, int opcode, long nodeid, byte[] bytes, int nameAt, int nameLength, long position) {
        if (byUnique.size() >= REQUESTS_MAX) {
            diagnostics.report(DiagnosticCode.REQUESTS_TOO_MANY, position, byUnique.size());
            gaveUp = true;
            clear();
        }
        Request request = free.isEmpty() ? new Request() : free.remove(free.size() - 1);
        request.opcode = opcode;
        request.nodeid = nodeid;
        request.name(bytes, nameAt, nameLength);
        Request previous = byUnique.put(unique, request);
        if (previous != null) {
            free.add(previous);
        }
    }

    /** Whether requests were given up whose replies may have handed something out. */
    boolean gaveUp() {
        return gaveUp;
    }

    boolean contains(long unique) {
        return byUnique.containsKey(unique);
    }

    /** Takes a request out; hand it back with {@link #release}. */
    @Nullable
    Request remove(long unique) {
        return byUnique.remove(unique);
    }

    void release(Request request) {
        free.add(request);
    }

    void clear() {
        if (!byUnique.isEmpty()) {
            byUnique = new Long2ObjectOpenHashMap<>(EXPECTED);
        }
    }
}
