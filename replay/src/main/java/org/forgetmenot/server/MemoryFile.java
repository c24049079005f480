// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Errno;

/** An open file of a {@link MemoryTree}. */
final class MemoryFile implements OpenFile {
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;
    private static final int FALLOC_FL_ZERO_RANGE = 16;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final MemoryTree tree;
    private final MemoryInode inode;
    private final int flags;

    /**
     * @param inode referred to until it is closed
     */
    MemoryFile(MemoryTree tree, MemoryInode inode, int flags) {
        this.tree = tree;
        this.inode = inode;
        this.flags = flags;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws FuseError {
        if ((flags & OpenFlags.O_ACCMODE) == OpenFlags.O_WRONLY) {
            throw FuseError.of(Errno.EBADF);
        }
        synchronized (tree) {
            return inode.content.read(offset, into, at, length);
        }
    }

    @Override
    public int write(long offset, byte[] from, int at, int length) throws FuseError {
        writable();
        synchronized (tree) {
            long to = (flags & OpenFlags.O_APPEND) != 0 ? inode.content.size() : offset;
            tree.write(inode, to, from, at, length);
            inode.changed();
        }
        return length;
    }

    private void writable() throws FuseError {
        if ((flags & OpenFlags.O_ACCMODE) == 0) {
            throw FuseError.of(Errno.EBADF);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void fsync(boolean dataOnly) {}

    @Override
    public void fallocate(int mode, long offset, long length) throws FuseError {
        writable();
        if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
            throw FuseError.of(Errno.EINVAL);
        }
        boolean zeros = (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0;
        if ((mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0) {
            throw FuseError.of(Errno.EOPNOTSUPP);
        }
        synchronized (tree) {
            if (zeros) {
                long patterned = inode.content.isPatterned(offset) ? length : 0;
                tree.withPages(inode, offset, patterned, () -> inode.content.zero(offset, length));
            }
            if ((mode & FALLOC_FL_KEEP_SIZE) == 0) {
                tree.truncate(inode, Math.max(inode.content.size(), offset + length));
            }
            inode.changed();
        }
    }

    @Override
    public long lseek(long offset, int whence) throws FuseError {
        if (whence != SEEK_DATA && whence != SEEK_HOLE) {
            throw FuseError.of(Errno.EINVAL);
        }
        synchronized (tree) {
            long at =
                    offset < 0 || offset >= inode.content.size() ? -1 : inode.content.seek(offset, whence == SEEK_DATA);
            if (at < 0) {
                throw FuseError.of(Errno.ENXIO);
            }
            return at;
        }
    }

    @Override
    public void truncate(long size) throws FuseError {
        writable();
        synchronized (tree) {
            tree.truncate(inode, size);
        }
    }

    @Override
    public void close() {
        tree.release(inode);
    }
}
