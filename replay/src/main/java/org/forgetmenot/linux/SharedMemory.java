// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import org.forgetmenot.wire.Errno;

/** Memory that another process may map, too. Pages take room when they are first written to. */
public final class SharedMemory implements Closeable {
    private final int fd;
    private final Pointer pointer;
    private final long size;

    private SharedMemory(int fd, Pointer pointer, long size) {
        this.fd = fd;
        this.pointer = pointer;
        this.size = size;
    }

    /** New memory, all 0. */
    public static SharedMemory create(String name, long size) throws IOException {
        int fd = LibC.memfd_create(name, LibC.MFD_CLOEXEC);
        if (fd < 0 || LibC.ftruncate(fd, size) != 0) {
            throw failed(fd, "cannot make shared memory");
        }
        return map(fd, size);
    }

    /**
     * Maps memory of another process.
     *
     * @param fd closed with this, and if it fails
     * @throws IOException if there is less of it: what lies behind the end of a file cannot be touched without dying
     */
    public static SharedMemory map(int fd, long size) throws IOException {
        long there = LibC.lseek(fd, 0, LibC.SEEK_END);
        if (size <= 0 || there < size) {
            LibC.close(fd);
            throw new IOException("shared memory of " + there + " bytes is said to have " + size);
        }
        Pointer pointer = LibC.mmap(Pointer.NULL, size, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, fd, 0);
        if (Pointer.nativeValue(pointer) == LibC.MAP_FAILED) {
            throw failed(fd, "cannot map shared memory");
        }
        return new SharedMemory(fd, pointer, size);
    }

    private static IOException failed(int fd, String what) {
        IOException failure = new IOException(what + ": " + Errno.name(LibC.errno()));
        if (fd >= 0) {
            LibC.close(fd);
        }
        return failure;
    }

    public int fd() {
        return fd;
    }

    /** Its first byte; of no use once it is closed. */
    public Pointer pointer() {
        return pointer;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** Nobody may look into it any more: the process would die of it. */
    @Override
    public void close() {
        LibC.munmap(pointer, size);
        LibC.close(fd);
    }
}
