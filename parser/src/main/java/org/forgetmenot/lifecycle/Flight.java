// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/** A request that the server has and has not answered yet. */
final class Flight {
    int opcode;
    long nodeid;
    /** Position of the request among all events. */
    long order;
    /** It names a file handle, which may be what an error means. */
    boolean hasFh;
    /** Set if the nodeid was forgotten when the request came. */
    @Nullable
    Use use;

    @Nullable
    Drop useOf;

    void set(int opcode, long nodeid, long order) {
        this.opcode = opcode;
        this.nodeid = nodeid;
        this.order = order;
        hasFh = false;
        use = null;
        useOf = null;
    }
}
