// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.inflight;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayDeque;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.jspecify.annotations.Nullable;

/** The requests that wait for their replies, by unique, and those that wait to be used again. */
public final class RequestPool {
    /** Requests that never find their reply (INTERRUPT, a capture with gaps) must not fill the memory. */
    private static final int IN_FLIGHT_MAX = 1 << 16;

    private final Long2ObjectLinkedOpenHashMap<OpenRequest> inFlight = new Long2ObjectLinkedOpenHashMap<>();
    private final ArrayDeque<OpenRequest> free = new ArrayDeque<>();
    private final Diagnostics diagnostics;

    public RequestPool(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Takes a request from the pool and fills it from the event of its line. */
    public OpenRequest begin(Event request) {
        OpenRequest open = free.poll();
        if (open == null) {
            open = new OpenRequest();
        }
        open.begin(request);
        return open;
    }

    /** Lets a request wait for its reply; an older one of the same unique is given up, and the oldest of too many. */
    public void await(OpenRequest request) {
        if (inFlight.size() >= IN_FLIGHT_MAX) {
            OpenRequest oldest = inFlight.removeFirst();
            tooMany(oldest);
            giveUp(oldest);
        }
        request.inFlight = true;
        OpenRequest older = inFlight.put(request.unique, request);
        if (older != null) {
            giveUp(older);
        }
    }

    /** Counts a request that is forgotten although its reply may come. */
    public void tooMany(OpenRequest forgotten) {
        diagnostics.report(DiagnosticCode.REQUESTS_TOO_MANY, forgotten.position);
    }

    private void giveUp(OpenRequest request) {
        request.inFlight = false;
        recycle(request);
    }

    /** The request that a reply answers, no longer waiting; the caller recycles it. Null if it is not in the capture. */
    @Nullable
    public OpenRequest answer(long unique) {
        OpenRequest request = inFlight.remove(unique);
        if (request != null) {
            request.inFlight = false;
        }
        return request;
    }

    /** Takes a request back unless somebody still holds it. */
    public void recycle(OpenRequest request) {
        if (!request.inFlight && !request.current && free.size() < IN_FLIGHT_MAX) {
            free.push(request);
        }
    }
}
