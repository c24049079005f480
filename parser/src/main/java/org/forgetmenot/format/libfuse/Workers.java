// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the daemon works on. No line names its thread, and lines of threads interleave, so a line without a
 * unique belongs to the request that it fits; where it fits several that differ, to none.
 */
final class Workers {
    /** More threads than any daemon has; requests without an answer in the capture must not slow down the search. */
    private static final int MAX = 256;

    private final OpenRequest[] requests = new OpenRequest[MAX];
    private final RequestPool pool;
    private int size;

    Workers(RequestPool pool) {
        this.pool = pool;
    }

    void add(OpenRequest request) {
        if (size == MAX) {
            OpenRequest oldest = requests[0];
            pool.tooMany(oldest);
            remove(oldest);
        }
        request.current = true;
        requests[size++] = request;
    }

    /** Ends the work on a request, which must not be used any more. */
    void remove(OpenRequest request) {
        for (int i = size - 1; i >= 0; i--) {
            if (requests[i] == request) {
                size--;
                System.arraycopy(requests, i + 1, requests, i, size - i);
                break;
            }
        }
        request.current = false;
        pool.recycle(request);
    }

    /** The latest request of an opcode, or null. */
    @Nullable
    OpenRequest latest(Opcode opcode) {
        for (int i = size - 1; i >= 0; i--) {
            if (requests[i].is(opcode)) {
                return requests[i];
            }
        }
        return null;
    }

    /** The FORGET that gives a nodeid back: one that names it, or else the oldest BATCH_FORGET with items left. */
    @Nullable
    OpenRequest forgetOf(long nodeid) {
        OpenRequest batch = null;
        for (int i = 0; i < size; i++) {
            OpenRequest request = requests[i];
            if (request.is(Opcode.FORGET) && request.nodeid == nodeid) {
                return request;
            }
            if (request.is(Opcode.BATCH_FORGET) && batch == null) {
                batch = request;
            }
        }
        return batch;
    }

    /** One item of a FORGET, null if it is not in the capture, was told: tells the event whose it is. */
    void gaveBack(Event event, @Nullable OpenRequest forget) {
        if (forget == null) {
            return;
        }
        event.unique(forget.unique);
        forget.itemsLeft--;
        if (forget.itemsLeft <= 0) {
            remove(forget);
        }
    }

    /** The READDIRPLUS whose last entry so far is a nodeid: it takes back what did not fit into its reply. */
    @Nullable
    OpenRequest withdrawing(long nodeid) {
        for (int i = size - 1; i >= 0; i--) {
            OpenRequest request = requests[i];
            if (request.is(Opcode.READDIRPLUS) && request.entrySeen && request.lastNodeid == nodeid) {
                return request;
            }
        }
        return null;
    }

    /** The request that an arrow line of passthrough_ll belongs to, by its parent and name, or null. */
    @Nullable
    OpenRequest handingOut(Event entry) {
        OpenRequest fits = null;
        int best = 0;
        for (int i = size - 1; i >= 0; i--) {
            OpenRequest request = requests[i];
            int rank = request.nodeid == entry.parent() ? rank(request, entry) : 0;
            if (rank > best) {
                best = rank;
                fits = request;
            }
        }
        return fits;
    }

    /** How well an entry fits a request of its directory; 0 if not at all. */
    private static int rank(OpenRequest request, Event entry) {
        Opcode opcode = Opcode.of(request.opcode);
        if (opcode == null) {
            return 0;
        }
        return switch (opcode) {
            case LOOKUP, CREATE ->
                request.entrySeen ? 0 : !request.hasName() ? 1 : request.isNamed(entry.name()) ? 4 : 0;
            case MKDIR, MKNOD, SYMLINK -> !request.entrySeen ? 2 : request.lastNodeid == entry.nodeid() ? 3 : 0;
            case LINK, TMPFILE -> request.entrySeen ? 0 : 2;
            case READDIRPLUS -> 2;
            default -> 0;
        };
    }

    /** The only request that can hand out an entry and did not yet, or null. */
    @Nullable
    OpenRequest onlyHandingOut() {
        OpenRequest only = null;
        for (int i = 0; i < size; i++) {
            OpenRequest request = requests[i];
            if (request.handsOutEntry() && !request.entrySeen) {
                if (only != null) {
                    return null;
                }
                only = request;
            }
        }
        return only;
    }

    /** Gives a name to the request of that opcode and length; to none if it fits several directories. */
    void name(Event told) {
        OpenRequest only = null;
        for (int i = 0; i < size; i++) {
            OpenRequest request = requests[i];
            if (request.opcode == told.opcode() && request.sizeBytes == told.sizeBytes() && !request.hasName()) {
                if (only != null && only.nodeid != request.nodeid) {
                    return;
                }
                only = request;
            }
        }
        if (only != null) {
            only.keepName(told.name());
        }
    }

    /** Gives a name to the latest request of a directory that has none. */
    void nameIn(long parent, Opcode opcode, Text name) {
        for (int i = size - 1; i >= 0; i--) {
            OpenRequest request = requests[i];
            if (request.is(opcode) && request.nodeid == parent && !request.hasName()) {
                request.keepName(name);
                return;
            }
        }
    }
}
