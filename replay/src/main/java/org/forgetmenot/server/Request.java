// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * One request, from a client that may be hostile: what its fixed arguments say, its names, and the nodes that it works with.
 * That the message has its header and its fixed arguments was made sure of before.
 */
final class Request {
    /** {@code NAME_MAX} of every filesystem that Linux has. */
    private static final int NAME_BYTES_MAX = 255;
    /** {@code PATH_MAX}, with its NUL. */
    private static final int PATH_BYTES_MAX = 4096;

    private final byte[] bytes;
    private final int at;
    private final int end;
    private final ByteOrder order;
    private final Opcode opcode;
    private final SessionState session;
    private int next;
    private @Nullable Node node;
    private @Nullable Node other;

    Request(byte[] bytes, int at, int length, Opcode opcode, SessionState session, ByteOrder order) {
        this.bytes = bytes;
        this.at = at;
        this.end = at + length;
        this.order = order;
        this.opcode = opcode;
        this.session = session;
        this.next = at + InHeader.BYTES + session.argsBytes(opcode);
    }

    Opcode opcode() {
        return opcode;
    }

    long nodeid() {
        return InHeader.nodeid(bytes, at, order);
    }

    Caller caller() {
        return new Caller(InHeader.uid(bytes, at, order), InHeader.gid(bytes, at, order));
    }

    /** A 32 bit field of the arguments; 0 if the protocol's minor is too old to have it. */
    int u32(int field) {
        return at + InHeader.BYTES + field + Integer.BYTES <= next
                ? Bytes.i32(bytes, at + InHeader.BYTES + field, order)
                : 0;
    }

    /** A 64 bit field of the arguments; 0 if the protocol's minor is too old to have it. */
    long u64(int field) {
        return at + InHeader.BYTES + field + Long.BYTES <= next
                ? Bytes.i64(bytes, at + InHeader.BYTES + field, order)
                : 0;
    }

    /** The node that the request is about. */
    Inode inode() throws FuseError, SessionDied {
        node = session.use(nodeid(), opcode);
        return node.inode;
    }

    /** Another node that it names. */
    Inode inode(long nodeid) throws FuseError, SessionDied {
        other = session.use(nodeid, opcode);
        return other.inode;
    }

    /** It has done with its nodes. */
    void done() {
        if (node != null) {
            session.nodes().done(node);
        }
        if (other != null) {
            session.nodes().done(other);
        }
    }

    /** The next name, which is one component of a path and leads nowhere else. */
    byte[] name() throws FuseError {
        byte[] name = text(NAME_BYTES_MAX);
        for (byte b : name) {
            if (b == '/') {
                throw FuseError.of(Errno.EINVAL);
            }
        }
        if (name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'))) {
            throw FuseError.of(Errno.EINVAL);
        }
        return name;
    }

    /** Where a symbolic link shall lead: only the kernel of the client follows it. */
    byte[] target() throws FuseError {
        return text(PATH_BYTES_MAX - 1);
    }

    /** The name of an extended attribute. */
    byte[] attributeName() throws FuseError {
        return text(NAME_BYTES_MAX);
    }

    private byte[] text(int bytesMax) throws FuseError {
        int from = next;
        int to = from;
        while (to < end && bytes[to] != 0) {
            to++;
        }
        if (to == end) {
            throw FuseError.of(Errno.EINVAL);
        }
        if (to == from) {
            throw FuseError.of(Errno.ENOENT);
        }
        if (to - from > bytesMax) {
            throw FuseError.of(Errno.ENAMETOOLONG);
        }
        next = to + 1;
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Where the data begins that follows arguments and names. */
    int data() {
        return next;
    }

    /** How many bytes of data there are. */
    int dataBytes() {
        return end - next;
    }

    byte[] bytes() {
        return bytes;
    }
}
