// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import org.forgetmenot.linux.Descriptors;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.wire.Errno;

/** One end of a vhost-user connection. For one thread. */
public final class VhostSocket implements Closeable {
    private final int fd;
    private final Descriptors descriptors = new Descriptors();
    private final Memory memory = new Memory(VhostMessage.HEADER_BYTES + VhostMessage.PAYLOAD_BYTES_MAX);

    /**
     * @param fd of a connected unix socket; closed with this
     */
    public VhostSocket(int fd) {
        this.fd = fd;
    }

    public int fd() {
        return fd;
    }

    /**
     * Waits for a message.
     *
     * @param into gets it, with descriptors that the caller closes
     * @return false if the other side is gone
     * @throws IOException if it sent what is none
     */
    public boolean receive(VhostMessage into) throws IOException {
        long count = descriptors.receive(fd, memory, VhostMessage.HEADER_BYTES);
        if (count <= 0) {
            return false;
        }
        int[] fds = descriptors.received();
        if (!fill((int) count, VhostMessage.HEADER_BYTES)) {
            return false;
        }
        into.begin(memory.getInt(0), memory.getInt(Integer.BYTES));
        int size = memory.getInt(2L * Integer.BYTES);
        if (size < 0 || size > VhostMessage.PAYLOAD_BYTES_MAX) {
            throw new IOException(into + " says that it has " + Integer.toUnsignedString(size) + " bytes");
        }
        if (!fill(0, size)) {
            return false;
        }
        into.payload.limit(size);
        memory.getByteBuffer(0, memory.size()).get(0, into.payload.array(), 0, size);
        into.fds = fds;
        return true;
    }

    /** Reads until so many bytes are there. */
    private boolean fill(int from, int to) {
        for (int at = from; at < to; ) {
            long count = LibC.recv(fd, Pointer.nativeValue(memory) + at, to - at, 0);
            if (count <= 0) {
                return false;
            }
            at += (int) count;
        }
        return true;
    }

    /** Sends a message, with its descriptors. */
    public void send(VhostMessage message) throws IOException {
        int size = message.size();
        int length = VhostMessage.HEADER_BYTES + size;
        memory.setInt(0, message.request());
        memory.setInt(Integer.BYTES, message.flags());
        memory.setInt(2L * Integer.BYTES, size);
        memory.write(VhostMessage.HEADER_BYTES, message.payload.array(), 0, size);
        if (descriptors.send(fd, memory, length, message.fds()) != length) {
            throw new IOException("cannot send " + message + ": " + Errno.name(LibC.errno()));
        }
    }

    /** Lets whoever waits for a message see the end of the connection. */
    public void shutdown() {
        LibC.shutdown(fd, LibC.SHUT_RDWR);
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
