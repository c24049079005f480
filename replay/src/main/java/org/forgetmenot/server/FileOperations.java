// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.CreateIn;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.FallocateIn;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.FlushIn;
import org.forgetmenot.wire.FsyncIn;
import org.forgetmenot.wire.LseekIn;
import org.forgetmenot.wire.LseekOut;
import org.forgetmenot.wire.OpenIn;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.ReadIn;
import org.forgetmenot.wire.ReleaseIn;
import org.forgetmenot.wire.WriteIn;
import org.forgetmenot.wire.WriteOut;

/** What opens, reads, writes and closes regular files. */
final class FileOperations {
    private final SessionState state;

    FileOperations(SessionState state) {
        this.state = state;
    }

    void create(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        hasRoom();
        Tree.Created created = state.tree.create(
                directory, request.name(), request.u32(CreateIn.FLAGS), request.u32(CreateIn.MODE), request.caller());
        try {
            state.entry(created.inode(), directory, reply);
        } catch (FuseError e) {
            created.file().close();
            throw e;
        }
        opened(created.file(), reply);
    }

    void open(Request request, Reply reply) throws FuseError, SessionDied {
        Inode inode = request.inode();
        int flags = request.u32(OpenIn.FLAGS);
        if (OpenFlags.changes(flags)) {
            state.changes();
        }
        hasRoom();
        opened(state.tree.open(inode, flags), reply);
    }

    private void hasRoom() throws FuseError {
        if (state.handles().isFull()) {
            throw FuseError.of(Errno.EMFILE);
        }
    }

    private void opened(OpenFile file, Reply reply) {
        int at = reply.zeros(OpenOut.BYTES);
        Bytes.put64(reply.bytes(), at + OpenOut.FH, state.order, state.handles().add(file));
    }

    void read(Request request, Reply reply) throws FuseError {
        OpenFile file = state.handles().file(request.u64(ReadIn.FH));
        int size = request.u32(ReadIn.SIZE);
        if (size < 0 || size > FuseSession.DATA_BYTES_MAX || request.u64(ReadIn.OFFSET) < 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        int at = reply.room(size);
        reply.truncate(at + file.read(request.u64(ReadIn.OFFSET), reply.bytes(), at, size));
    }

    void write(Request request, Reply reply) throws FuseError {
        OpenFile file = state.handles().file(request.u64(WriteIn.FH));
        state.changes();
        int size = request.u32(WriteIn.SIZE);
        if (size != request.dataBytes() || request.u64(WriteIn.OFFSET) < 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        int written = file.write(request.u64(WriteIn.OFFSET), request.bytes(), request.data(), size);
        int at = reply.zeros(WriteOut.BYTES);
        Bytes.put32(reply.bytes(), at + WriteOut.SIZE, state.order, written);
    }

    void flush(Request request) throws FuseError {
        state.handles().file(request.u64(FlushIn.FH)).flush();
    }

    void fsync(Request request) throws FuseError {
        state.handles()
                .file(request.u64(FsyncIn.FH))
                .fsync((request.u32(FsyncIn.FSYNC_FLAGS) & Flags.FUSE_FSYNC_FDATASYNC) != 0);
    }

    void fallocate(Request request) throws FuseError {
        OpenFile file = state.handles().file(request.u64(FallocateIn.FH));
        state.changes();
        file.fallocate(request.u32(FallocateIn.MODE), request.u64(FallocateIn.OFFSET), request.u64(FallocateIn.LENGTH));
    }

    void lseek(Request request, Reply reply) throws FuseError {
        OpenFile file = state.handles().file(request.u64(LseekIn.FH));
        long offset = file.lseek(request.u64(LseekIn.OFFSET), request.u32(LseekIn.WHENCE));
        int at = reply.zeros(LseekOut.BYTES);
        Bytes.put64(reply.bytes(), at + LseekOut.OFFSET, state.order, offset);
    }

    void release(Request request) throws FuseError {
        if (!state.handles().close(request.u64(ReleaseIn.FH))
                && state.options.personality().refusesUnknownRelease()) {
            throw FuseError.of(Errno.EBADF);
        }
    }
}
