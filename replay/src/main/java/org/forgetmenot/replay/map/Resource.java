// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operations share, so that the order in which they use it matters: a nodeid or an open file. */
public class Resource {
    private final List<Flight> users = new ArrayList<>(0);
    private @Nullable Flight creator;
    private long madeUp;

    Resource() {}

    /** Requests on their way that use it. */
    List<Flight> users() {
        return users;
    }

    /** The request on its way whose reply will make it; null if none is. */
    public @Nullable Flight creator() {
        return creator;
    }

    void creator(@Nullable Flight flight) {
        creator = flight;
    }

    /**
     * What was made up on the way to it: a bit for the number of each opcode. 0 if everything that led to it was replayed as
     * it was recorded.
     */
    public long madeUp() {
        return madeUp;
    }

    /** Something that led to it was made up. */
    public void madeUp(long opcodes) {
        madeUp |= opcodes;
    }
}
