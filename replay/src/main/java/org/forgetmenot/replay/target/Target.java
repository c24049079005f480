// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.Closeable;
import java.io.IOException;

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

    /** Whether the server that is tried is reached by paths only, so that it never sees a nodeid of the replay. */
    default boolean isPathLevel() {
        return false;
    }

    /** What it is, for people: "the Java server (virtiofsd-c)". */
    String describe();
}
