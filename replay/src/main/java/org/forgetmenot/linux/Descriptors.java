// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** File descriptors that travel over unix sockets, as {@code SCM_RIGHTS}: see unix(7) and cmsg(3). For one thread. */
public final class Descriptors {
    /** Most that travel with one message. */
    public static final int COUNT_MAX = 16;

    private static final int SCM_RIGHTS = 1;
    // struct msghdr on 64 bit
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_BYTES = 56;
    // struct cmsghdr on 64 bit
    private static final int CMSG_LEN = 0;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;
    /** {@code CMSG_SPACE} of the most. */
    private static final int CMSG_BYTES = CMSG_DATA + COUNT_MAX * Integer.BYTES;

    private static final int IOVEC_BYTES = 16;

    private final Memory message = new Memory(MSG_BYTES);
    private final Memory iovec = new Memory(IOVEC_BYTES);
    private final Memory control = new Memory(CMSG_BYTES);
    private int[] received = {};

    /**
     * Receives a single descriptor with one byte, as fusermount3 sends it.
     *
     * @return -1 if the other side closed without one
     */
    public static int receive(int socket) {
        try (Memory data = new Memory(Long.BYTES)) {
            Descriptors one = new Descriptors();
            one.receive(socket, data, 1);
            int[] fds = one.received();
            for (int i = 1; i < fds.length; i++) {
                LibC.close(fds[i]);
            }
            return fds.length == 0 ? -1 : fds[0];
        }
    }

    private void header(Pointer data, long length, long controlBytes) {
        message.clear();
        iovec.setPointer(0, data);
        iovec.setLong(Long.BYTES, length);
        message.setPointer(MSG_IOV, iovec);
        message.setLong(MSG_IOVLEN, 1);
        if (controlBytes > 0) {
            message.setPointer(MSG_CONTROL, control);
            message.setLong(MSG_CONTROLLEN, controlBytes);
        }
    }

    /**
     * Receives bytes with the descriptors that come with them, see {@link #received}.
     *
     * @return how many bytes, 0 at the end, -1 where it fails
     */
    public long receive(int socket, Pointer data, long length) {
        control.clear();
        header(data, length, CMSG_BYTES);
        long count = LibC.recvmsg(socket, message, LibC.MSG_CMSG_CLOEXEC);
        long bytes = control.getLong(CMSG_LEN) - CMSG_DATA;
        boolean any = count > 0
                && message.getLong(MSG_CONTROLLEN) >= CMSG_DATA
                && bytes > 0
                && bytes <= CMSG_BYTES - CMSG_DATA
                && control.getInt(CMSG_LEVEL) == LibC.SOL_SOCKET
                && control.getInt(CMSG_TYPE) == SCM_RIGHTS;
        received = any ? control.getIntArray(CMSG_DATA, (int) bytes / Integer.BYTES) : new int[0];
        return count;
    }

    /** Those that came with the last bytes; the caller closes them. */
    public int[] received() {
        return received;
    }

    /**
     * Sends bytes and descriptors, at once.
     *
     * @param fds at most {@link #COUNT_MAX}; they stay open here
     * @return how many bytes, -1 where it fails
     */
    public long send(int socket, Pointer data, long length, int... fds) {
        long controlBytes = 0;
        if (fds.length > 0) {
            control.clear();
            control.setLong(CMSG_LEN, CMSG_DATA + (long) fds.length * Integer.BYTES);
            control.setInt(CMSG_LEVEL, LibC.SOL_SOCKET);
            control.setInt(CMSG_TYPE, SCM_RIGHTS);
            control.write(CMSG_DATA, fds, 0, fds.length);
            // CMSG_SPACE: rounded up to whole words
            controlBytes = (CMSG_DATA + (long) fds.length * Integer.BYTES + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        header(data, length, controlBytes);
        return LibC.sendmsg(socket, message, LibC.MSG_NOSIGNAL);
    }
}
