// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.forgetmenot.wire.Errno;

/** Unix domain sockets as plain descriptors, which those of Java are not: only these can carry other descriptors. */
public final class UnixSocket {
    private static final int SUN_PATH = 2;
    /** With its NUL. */
    private static final int SUN_PATH_BYTES = 108;

    private static final int BACKLOG = 1;
    private static final int SOCKET_UMASK = 0177;

    private UnixSocket() {}

    /**
     * Two sockets that are connected with each other, both closed in programs that are started.
     *
     * @param type {@link LibC#SOCK_STREAM} or {@link LibC#SOCK_SEQPACKET}
     * @return their descriptors
     */
    public static int[] pair(int type) throws IOException {
        try (Memory pair = new Memory(2L * Integer.BYTES)) {
            if (LibC.socketpair(LibC.AF_UNIX, type | LibC.SOCK_CLOEXEC, 0, pair) != 0) {
                throw new IOException("cannot make a socket: " + Errno.name(LibC.errno()));
            }
            return pair.getIntArray(0, 2);
        }
    }

    /**
     * Whether one can listen somewhere.
     *
     * @throws FileAlreadyExistsException if there is a file of that name, be it a socket or not
     */
    public static void requireFree(Path path) throws FileAlreadyExistsException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path.toString(), null, "exists; remove it if no server uses it");
        }
    }

    /**
     * Connects to a stream socket.
     *
     * @return its descriptor
     */
    public static int connect(Path path) throws IOException {
        int fd = socket();
        try (Memory address = address(path)) {
            if (LibC.connect(fd, address, (int) address.size()) != 0) {
                throw failed(fd);
            }
        }
        return fd;
    }

    /**
     * Listens at a stream socket that only this user may connect to.
     *
     * @return its descriptor
     */
    public static int listen(Path path) throws IOException {
        int fd = socket();
        try (Memory address = address(path)) {
            int before = LibC.umask(SOCKET_UMASK);
            int bound = LibC.bind(fd, address, (int) address.size());
            IOException failure = bound == 0 ? null : failed(fd);
            LibC.umask(before);
            if (failure != null) {
                throw failure;
            }
            if (LibC.listen(fd, BACKLOG) != 0) {
                throw failed(fd);
            }
        }
        return fd;
    }

    private static int socket() throws IOException {
        int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new IOException("cannot make a socket: " + Errno.name(LibC.errno()));
        }
        return fd;
    }

    private static IOException failed(int fd) {
        IOException failure = new IOException(Errno.name(LibC.errno()));
        LibC.close(fd);
        return failure;
    }

    private static Memory address(Path path) throws IOException {
        byte[] name = path.toString().getBytes(Charset.defaultCharset());
        if (name.length >= SUN_PATH_BYTES) {
            throw new IOException(
                    "the path of a socket may have " + (SUN_PATH_BYTES - 1) + " bytes, not " + name.length);
        }
        Memory address = new Memory(SUN_PATH + SUN_PATH_BYTES);
        address.clear();
        address.setShort(0, (short) LibC.AF_UNIX);
        address.write(SUN_PATH, name, 0, name.length);
        return address;
    }
}
