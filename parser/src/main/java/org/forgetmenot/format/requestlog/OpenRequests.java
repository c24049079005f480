// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayDeque;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** The requests that wait for their replies, by unique, and those that wait to be used again. */
final class OpenRequests {
    /** Requests that never find their reply (INTERRUPT, a capture with gaps) must not fill the memory. */
    private static final int IN_FLIGHT_MAX = 1 << 16;

    private final Long2ObjectLinkedOpenHashMap<OpenRequest> inFlight = new Long2ObjectLinkedOpenHashMap<>();
    private final ArrayDeque<OpenRequest> free = new ArrayDeque<>();

    /** Lets a request wait for its reply; an older one of the same unique is given up, and the oldest of too many. */
    void await(Event request) {
        if (inFlight.size() >= IN_FLIGHT_MAX) {
            recycle(inFlight.removeFirst());
        }
        OpenRequest open = free.poll();
        if (open == null) {
            open = new OpenRequest();
        }
        open.begin(request);
        OpenRequest older = inFlight.put(open.unique(), open);
        if (older != null) {
            recycle(older);
        }
    }

    /** The request that a reply answers, no longer waiting; null if it is not in the capture. */
    @Nullable
    OpenRequest answer(long unique) {
        return inFlight.remove(unique);
    }

    /** Takes back a request that was answered. */
    void recycle(OpenRequest request) {
        free.push(request);
    }
}
