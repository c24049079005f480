// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.forgetmenot.wire.AccessIn;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.GetxattrIn;
import org.forgetmenot.wire.GetxattrOut;
import org.forgetmenot.wire.Kstatfs;
import org.forgetmenot.wire.Protocol;
import org.forgetmenot.wire.SetattrIn;
import org.forgetmenot.wire.SetxattrIn;

/** What asks for and changes the attributes of files, extended ones too, and of the filesystem. */
final class AttributeOperations {
    private static final int W_OK = 2;
    /** {@code XATTR_SIZE_MAX} and {@code XATTR_LIST_MAX}. */
    private static final int XATTR_BYTES_MAX = 65536;

    private final SessionState state;
    private final Tree tree;

    AttributeOperations(SessionState state) {
        this.state = state;
        this.tree = state.tree;
    }

    void getattr(Request request, Reply reply) throws FuseError, SessionDied {
        state.attributes(request.inode(), reply);
    }

    void setattr(Request request, Reply reply) throws FuseError, SessionDied {
        Inode inode = request.inode();
        state.changes();
        Change change = new Change();
        change.valid = request.u32(SetattrIn.VALID);
        change.size = request.u64(SetattrIn.SIZE);
        change.mode = request.u32(SetattrIn.MODE);
        change.uid = request.u32(SetattrIn.UID);
        change.gid = request.u32(SetattrIn.GID);
        change.atime = request.u64(SetattrIn.ATIME);
        change.mtime = request.u64(SetattrIn.MTIME);
        change.atimeNsec = request.u32(SetattrIn.ATIMENSEC);
        change.mtimeNsec = request.u32(SetattrIn.MTIMENSEC);
        if (change.has(Flags.FATTR_SIZE) && change.size < 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        if (change.has(Flags.FATTR_SIZE) && change.has(Flags.FATTR_FH)) {
            // by the descriptor: the file may have lost the right to be written since it was opened
            state.handles().file(request.u64(SetattrIn.FH)).truncate(change.size);
            change.valid &= ~Flags.FATTR_SIZE;
        }
        tree.change(inode, change);
        state.attributes(inode, reply);
    }

    void readlink(Request request, Reply reply) throws FuseError, SessionDied {
        reply.add(tree.readlink(request.inode()));
    }

    void statfs(Request request, Reply reply) throws FuseError, SessionDied {
        FilesystemStatus status = tree.statfs(request.inode());
        int at = reply.zeros(Protocol.statfsOutSize(state.minor()));
        byte[] out = reply.bytes();
        Bytes.put64(out, at + Kstatfs.BLOCKS, state.order, status.blocks());
        Bytes.put64(out, at + Kstatfs.BFREE, state.order, status.free());
        Bytes.put64(out, at + Kstatfs.BAVAIL, state.order, status.available());
        Bytes.put64(out, at + Kstatfs.FILES, state.order, status.files());
        Bytes.put64(out, at + Kstatfs.FFREE, state.order, status.filesFree());
        Bytes.put32(out, at + Kstatfs.BSIZE, state.order, status.blockBytes());
        Bytes.put32(out, at + Kstatfs.NAMELEN, state.order, status.nameBytesMax());
        if (Protocol.statfsOutSize(state.minor()) > Kstatfs.FRSIZE) {
            Bytes.put32(out, at + Kstatfs.FRSIZE, state.order, status.fragmentBytes());
        }
    }

    void access(Request request) throws FuseError, SessionDied {
        if (!state.options.personality().hasAccess()) {
            throw FuseError.of(Errno.ENOSYS);
        }
        Inode inode = request.inode();
        int mask = request.u32(AccessIn.MASK);
        if ((mask & W_OK) != 0) {
            state.changes();
        }
        tree.access(inode, mask, request.caller());
    }

    void getxattr(Request request, Reply reply) throws FuseError, SessionDied {
        Inode inode = request.inode();
        sized(tree.getxattr(inode, name(request)), request, reply);
    }

    void listxattr(Request request, Reply reply) throws FuseError, SessionDied {
        byte[] names = tree.listxattr(request.inode());
        sized(state.options.posixAcls() ? names : withoutAcls(names), request, reply);
    }

    private byte[] name(Request request) throws FuseError {
        byte[] name = request.attributeName();
        if (!state.options.posixAcls() && PosixAcl.isAcl(name)) {
            throw FuseError.of(Errno.EOPNOTSUPP);
        }
        return name;
    }

    private static byte[] withoutAcls(byte[] names) {
        ByteArrayOutputStream left = new ByteArrayOutputStream(names.length);
        for (int from = 0, to; from < names.length; from = to) {
            to = from;
            while (to < names.length && names[to] != 0) {
                to++;
            }
            boolean isAcl = PosixAcl.isAcl(names, from, to);
            to = Math.min(names.length, to + 1);
            if (!isAcl) {
                left.write(names, from, to - from);
            }
        }
        return left.toByteArray();
    }

    /** A size of 0 asks how long the value is. */
    private void sized(byte[] value, Request request, Reply reply) throws FuseError {
        int size = request.u32(GetxattrIn.SIZE);
        if (size == 0) {
            int at = reply.zeros(GetxattrOut.BYTES);
            Bytes.put32(reply.bytes(), at + GetxattrOut.SIZE, state.order, value.length);
        } else if (Integer.compareUnsigned(value.length, size) > 0) {
            throw FuseError.of(Errno.ERANGE);
        } else {
            reply.add(value);
        }
    }

    void setxattr(Request request) throws FuseError, SessionDied {
        Inode inode = request.inode();
        state.changes();
        byte[] name = name(request);
        int size = request.u32(SetxattrIn.SIZE);
        if (size < 0 || size != request.dataBytes()) {
            throw FuseError.of(Errno.EINVAL);
        }
        if (size > XATTR_BYTES_MAX) {
            throw FuseError.of(Errno.E2BIG);
        }
        byte[] value = Arrays.copyOfRange(request.bytes(), request.data(), request.data() + size);
        tree.setxattr(inode, name, value, request.u32(SetxattrIn.FLAGS));
    }

    void removexattr(Request request) throws FuseError, SessionDied {
        Inode inode = request.inode();
        state.changes();
        tree.removexattr(inode, name(request));
    }
}
