// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.LinkIn;
import org.forgetmenot.wire.MkdirIn;
import org.forgetmenot.wire.MknodIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Rename2In;
import org.forgetmenot.wire.RenameIn;

/** What finds, makes, moves and removes names in directories. */
final class EntryOperations {
    private final SessionState state;
    private final Tree tree;

    EntryOperations(SessionState state) {
        this.state = state;
        this.tree = state.tree;
    }

    void lookup(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        Attributes attributes = new Attributes();
        Inode found = tree.lookup(directory, request.name(), attributes);
        if (found == null) {
            reply.fail(Errno.ENOENT);
        } else {
            state.entry(found, directory, attributes, reply);
        }
    }

    void mknod(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        int mode = request.u32(MknodIn.MODE);
        answer(
                tree.mknod(directory, request.name(), mode, request.u32(MknodIn.RDEV), request.caller()),
                directory,
                reply);
    }

    void mkdir(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        int mode = request.u32(MkdirIn.MODE);
        answer(tree.mkdir(directory, request.name(), mode, request.caller()), directory, reply);
    }

    void symlink(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        byte[] name = request.name();
        answer(tree.symlink(directory, name, request.target(), request.caller()), directory, reply);
    }

    void link(Request request, Reply reply) throws FuseError, SessionDied {
        Inode directory = request.inode();
        Inode inode = request.inode(request.u64(LinkIn.OLDNODEID));
        state.changes();
        tree.link(inode, directory, request.name());
        tree.acquire(inode);
        answer(inode, directory, reply);
    }

    private void answer(Inode inode, Inode directory, Reply reply) throws FuseError {
        state.entry(inode, directory, reply);
    }

    void unlink(Request request) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        byte[] name = request.name();
        try {
            tree.unlink(directory, name);
        } catch (FuseError e) {
            throw missing(e);
        }
    }

    void rmdir(Request request) throws FuseError, SessionDied {
        Inode directory = request.inode();
        state.changes();
        byte[] name = request.name();
        try {
            tree.rmdir(directory, name);
        } catch (FuseError e) {
            throw missing(e);
        }
    }

    private FuseError missing(FuseError e) {
        return e.number() == Errno.ENOENT.number()
                ? FuseError.of(state.options.personality().missingName())
                : e;
    }

    void rename(Request request) throws FuseError, SessionDied {
        Inode from = request.inode();
        Inode to = request.inode(request.u64(RenameIn.NEWDIR));
        state.changes();
        int flags = request.opcode() == Opcode.RENAME2 ? request.u32(Rename2In.FLAGS) : 0;
        byte[] name = request.name();
        tree.rename(from, name, to, request.name(), flags);
    }
}
