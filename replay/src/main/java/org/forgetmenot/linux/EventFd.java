// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import org.forgetmenot.wire.Errno;

/** A descriptor by which one side wakes the other: see eventfd(2). Signals of any thread add up until they are cleared. */
public final class EventFd implements Closeable {
    private final int fd;
    private final Memory one = new Memory(Long.BYTES);
    private final Memory count = new Memory(Long.BYTES);
    private final long oneAddress = Pointer.nativeValue(one);
    private final long countAddress = Pointer.nativeValue(count);

    /** One of our own. */
    public EventFd() throws IOException {
        this(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK));
        if (fd < 0) {
            throw new IOException("cannot make an eventfd: " + Errno.name(LibC.errno()));
        }
    }

    /** One that somebody else sent; closed with this. */
    public EventFd(int fd) {
        this.fd = fd;
        one.setLong(0, 1);
    }

    public int fd() {
        return fd;
    }

    /** Wakes the other side. */
    public void signal() {
        LibC.write(fd, oneAddress, Long.BYTES);
    }

    /** Takes all signals; where there are none, a descriptor of ours does not wait. */
    public void clear() {
        LibC.read(fd, countAddress, Long.BYTES);
    }

    /** Waits for one of several descriptors to have something to read, or to be closed by the other side. For one thread. */
    public static final class Waiting {
        private static final int POLLFD_BYTES = 8;
        private static final int EVENTS = 4;
        private static final int REVENTS = 6;

        private final Memory polled;
        private final int count;

        /** On these descriptors, in this order. */
        public Waiting(int... fds) {
            count = fds.length;
            polled = new Memory((long) POLLFD_BYTES * count);
            for (int i = 0; i < count; i++) {
                polled.setInt((long) i * POLLFD_BYTES, fds[i]);
                polled.setShort((long) i * POLLFD_BYTES + EVENTS, LibC.POLLIN);
            }
        }

        /**
         * Waits.
         *
         * @param timeoutMs for how long, -1 without end
         * @return whether one is ready, see {@link #isReady}
         */
        public boolean await(int timeoutMs) {
            return LibC.poll(Pointer.nativeValue(polled), count, timeoutMs) > 0;
        }

        /** Whether a descriptor was ready in the last {@link #await}, by its place. */
        public boolean isReady(int index) {
            return polled.getShort((long) index * POLLFD_BYTES + REVENTS) != 0;
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
