// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;
import org.forgetmenot.wire.Errno;

/** An open file of a {@link DirectoryTree}. */
final class LinuxFile implements OpenFile {
    private final int fd;

    /**
     * @param fd closed with this
     */
    LinuxFile(int fd) {
        this.fd = fd;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws FuseError {
        Scratch scratch = Scratch.get();
        long data = scratch.data(length);
        int done = 0;
        while (done < length) {
            long count = LibC.pread(fd, data + done, length - done, offset + done);
            if (count < 0) {
                int errno = LibC.errno();
                if (errno == Errno.EINTR.number()) {
                    continue;
                }
                throw FuseError.of(errno);
            }
            if (count == 0) {
                break;
            }
            done += (int) count;
        }
        scratch.dataView().get(0, into, at, done);
        return done;
    }

    @Override
    public int write(long offset, byte[] from, int at, int length) throws FuseError {
        Scratch scratch = Scratch.get();
        long data = scratch.data(length);
        scratch.dataView().put(0, from, at, length);
        long count;
        do {
            count = LibC.pwrite(fd, data, length, offset);
        } while (count < 0 && LibC.errno() == Errno.EINTR.number());
        if (count < 0) {
            throw FuseError.of(LibC.errno());
        }
        return (int) count;
    }

    @Override
    public void flush() throws FuseError {
        int copy = LibC.dup(fd);
        check(copy < 0 ? -1 : LibC.close(copy));
    }

    @Override
    public void fsync(boolean dataOnly) throws FuseError {
        check(dataOnly ? LibC.fdatasync(fd) : LibC.fsync(fd));
    }

    @Override
    public void fallocate(int mode, long offset, long length) throws FuseError {
        check(LibC.fallocate(fd, mode, offset, length));
    }

    @Override
    public long lseek(long offset, int whence) throws FuseError {
        long at = LibC.lseek(fd, offset, whence);
        if (at < 0) {
            throw FuseError.of(LibC.errno());
        }
        return at;
    }

    @Override
    public void truncate(long size) throws FuseError {
        check(LibC.ftruncate(fd, size));
    }

    private static void check(int result) throws FuseError {
        if (result != 0) {
            throw FuseError.of(LibC.errno());
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
