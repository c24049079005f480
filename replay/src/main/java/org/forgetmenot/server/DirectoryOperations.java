// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.FsyncIn;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.ReadIn;
import org.forgetmenot.wire.ReleaseIn;

/** What opens, lists and closes directories. */
final class DirectoryOperations {
    private final SessionState state;
    private final Tree tree;

    DirectoryOperations(SessionState state) {
        this.state = state;
        this.tree = state.tree;
    }

    void opendir(Request request, Reply reply) throws FuseError, SessionDied {
        Inode inode = request.inode();
        if (state.handles().isFull()) {
            throw FuseError.of(Errno.EMFILE);
        }
        OpenDirectory directory = tree.opendir(inode);
        int at = reply.zeros(OpenOut.BYTES);
        Bytes.put64(reply.bytes(), at + OpenOut.FH, state.order, state.handles().add(directory));
    }

    void readdir(Request request, Reply reply) throws FuseError {
        OpenDirectory directory = directory(request);
        synchronized (directory) {
            directory.seek(request.u64(ReadIn.OFFSET));
            int end = end(request);
            DirectoryEntry entry = directory.peek();
            while (entry != null && reply.length() + bytes(Dirent.NAME, entry) <= end) {
                int at = reply.zeros(bytes(Dirent.NAME, entry));
                dirent(entry, reply.bytes(), at);
                directory.advance();
                entry = directory.peek();
            }
        }
    }

    void readdirplus(Request request, Reply reply) throws FuseError, SessionDied {
        OpenDirectory directory = directory(request);
        Inode inode = request.inode();
        Attributes attributes = new Attributes();
        synchronized (directory) {
            directory.seek(request.u64(ReadIn.OFFSET));
            int end = end(request);
            DirectoryEntry entry = directory.peek();
            while (entry != null && reply.length() + bytes(Direntplus.NAME, entry) <= end) {
                int at = reply.zeros(bytes(Direntplus.NAME, entry));
                if (!entry.isDot()) {
                    entry(inode, entry, attributes, reply.bytes(), at);
                }
                dirent(entry, reply.bytes(), at + Direntplus.DIRENT);
                directory.advance();
                entry = directory.peek();
            }
        }
    }

    /** A name that is gone by now stays an entry with nodeid 0, which the kernel does not count. */
    private void entry(Inode directory, DirectoryEntry entry, Attributes attributes, byte[] bytes, int at) {
        Inode found;
        try {
            found = tree.lookup(directory, entry.name(), attributes);
        } catch (FuseError e) {
            return;
        }
        if (found != null) {
            state.entry(found, directory, attributes, bytes, at);
        }
    }

    private OpenDirectory directory(Request request) throws FuseError {
        return state.handles().directory(request.u64(ReadIn.FH));
    }

    private static int end(Request request) throws FuseError {
        int size = request.u32(ReadIn.SIZE);
        if (size < 0 || size > FuseSession.DATA_BYTES_MAX) {
            throw FuseError.of(Errno.EINVAL);
        }
        return OutHeader.BYTES + size;
    }

    /** With its name, to a multiple of 8: {@code FUSE_DIRENT_ALIGN}. */
    private static int bytes(int head, DirectoryEntry entry) {
        return (head + entry.name().length + 7) & ~7;
    }

    private void dirent(DirectoryEntry entry, byte[] bytes, int at) {
        byte[] name = entry.name();
        Bytes.put64(bytes, at + Dirent.INO, state.order, entry.ino());
        Bytes.put64(bytes, at + Dirent.OFF, state.order, entry.cookie());
        Bytes.put32(bytes, at + Dirent.NAMELEN, state.order, name.length);
        Bytes.put32(bytes, at + Dirent.TYPE, state.order, entry.type());
        System.arraycopy(name, 0, bytes, at + Dirent.NAME, name.length);
    }

    void fsyncdir(Request request) throws FuseError {
        state.handles()
                .directory(request.u64(FsyncIn.FH))
                .fsync((request.u32(FsyncIn.FSYNC_FLAGS) & Flags.FUSE_FSYNC_FDATASYNC) != 0);
    }

    void releasedir(Request request) throws FuseError {
        if (!state.handles().close(request.u64(ReleaseIn.FH))) {
            throw FuseError.of(Errno.EBADF);
        }
    }
}
