// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** A request that the server has and has not answered yet. */
final class Flight {
    int opcode;
    long nodeid;
    /** What its reply handed out last, 0 for nothing yet. */
    long handedOut;
    /** Position of the request among all events. */
    long order;

    final Place place = new Place();
    /** Replies seen before it. */
    long repliesBefore;
    /** It names a file handle, which may be what an error means. */
    boolean hasFh;

    long fh;
    /** Set if the nodeid was forgotten when the request came. */
    @Nullable
    Use use;

    @Nullable
    Drop useOf;

    /** Whether it opens the very nodeid that it names. */
    boolean opens() {
        return opcode == Opcode.OPEN.number() || opcode == Opcode.OPENDIR.number();
    }

    void set(Event request, long order, long repliesBefore) {
        opcode = request.opcode();
        nodeid = request.hasNodeid() ? request.nodeid() : 0;
        handedOut = 0;
        place.set(request);
        this.order = order;
        this.repliesBefore = repliesBefore;
        hasFh = request.hasFh();
        fh = request.fh();
        use = null;
        useOf = null;
    }
}
