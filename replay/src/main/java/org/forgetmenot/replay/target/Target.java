// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A live server on one connection: takes FUSE requests, gives replies. For one thread. */
public interface Target extends Closeable {
    /** The longest reply that is taken: data of 1 MiB, and more than enough for what is around it. */
    int REPLY_BYTES_MAX = 2 << 20;

    /**
     * Sends a request; it may stay here until {@link #receive}.
     *
     * @param message from its first byte on; not kept
     * @throws TargetDied if the server is gone
     */
    void send(byte[] message, int length) throws IOException;

    /**
     * Waits for the next reply, or notification, which {@link #reply} then holds.
     *
     * @param timeoutNs for how long
     * @return its length, 0 if none came
     * @throws TargetDied if the server is gone
     */
    int receive(long timeoutNs) throws IOException;

    /** The last reply, from its first byte on; valid until the next is received. */
    byte[] reply();

    /** Sends what is still here: nothing more is waited for. */
    void flush() throws IOException;

    /**
     * Whether requests are worked on in the order in which they are sent. Else what shares a nodeid must wait for its answers, and a
     * FORGET for those to all that were sent before it, as it may overtake them.
     */
    default boolean isOrdered() {
        return true;
    }

    /** Whether a nodeid that it does not know, or a handle that it has released, is the end of it: then none is sent. */
    default boolean diesOfUnknownNodeids() {
        return false;
    }

    /** The oldest minor of the protocol that the server speaks. */
    default int minorMin() {
        return 0;
    }

    /** Whether a request can be sent: real servers may die of one that is not whole. */
    default boolean takes(byte[] message, int length) {
        return true;
    }

    /** The last lines that the server said, none if it was started by somebody else. */
    default List<String> said() {
        return List.of();
    }

    /** What there is to know of how it runs, whole sentences. */
    default List<String> notes() {
        return List.of();
    }

    /** Whether the server that is tried is reached by paths only, so that it never sees a nodeid of the replay. */
    default boolean isPathLevel() {
        return false;
    }

    /** What it is, for people: "the Java server (virtiofsd-c)". */
    String describe();
}
