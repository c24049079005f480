// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;

/** File descriptors that travel over unix sockets, as {@code SCM_RIGHTS}: see unix(7) and cmsg(3). */
public final class Descriptors {
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
    /** {@code CMSG_SPACE(sizeof(int))}. */
    private static final int CMSG_BYTES = 24;

    private static final int IOVEC_BYTES = 16;

    private Descriptors() {}

    /**
     * Receives one descriptor with one byte, as fusermount3 sends it.
     *
     * @return -1 if the other side closed without one
     */
    public static int receive(int socket) {
        try (Memory message = new Memory(MSG_BYTES);
                Memory iovec = new Memory(IOVEC_BYTES);
                Memory control = new Memory(CMSG_BYTES);
                Memory data = new Memory(Long.BYTES)) {
            message.clear();
            control.clear();
            iovec.setPointer(0, data);
            iovec.setLong(Long.BYTES, 1);
            message.setPointer(MSG_IOV, iovec);
            message.setLong(MSG_IOVLEN, 1);
            message.setPointer(MSG_CONTROL, control);
            message.setLong(MSG_CONTROLLEN, CMSG_BYTES);
            if (LibC.recvmsg(socket, message, LibC.MSG_CMSG_CLOEXEC) <= 0
                    || control.getLong(CMSG_LEN) != CMSG_DATA + Integer.BYTES
                    || control.getInt(CMSG_LEVEL) != LibC.SOL_SOCKET
                    || control.getInt(CMSG_TYPE) != SCM_RIGHTS) {
                return -1;
            }
            return control.getInt(CMSG_DATA);
        }
    }
}
