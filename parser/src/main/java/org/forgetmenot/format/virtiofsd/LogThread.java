// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** A thread of the daemon: lines without a unique belong to the request that it works on. */
final class LogThread {
    private @Nullable OpenRequest current;

    /** The request that the thread works on, or null between requests and before the first of the capture. */
    @Nullable
    OpenRequest current() {
        return current;
    }

    /** Whether the thread's request is of an opcode. */
    boolean isAt(Opcode opcode) {
        return current != null && current.is(opcode);
    }

    /** The FORGET of which nothing was heard yet, or null. */
    @Nullable
    OpenRequest openForget() {
        return current != null && current.is(Opcode.FORGET) && !current.settled ? current : null;
    }

    void work(OpenRequest request, RequestPool pool) {
        rest(pool);
        request.current = true;
        current = request;
    }

    void rest(RequestPool pool) {
        if (current != null) {
            current.current = false;
            pool.recycle(current);
            current = null;
        }
    }
}
