// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * One connection from INIT to DESTROY: takes one request after the other and makes its reply.
 *
 * <p>Several threads may use it, each with a {@link Reply} of its own; INIT and DESTROY come alone.
 */
public final class FuseSession implements AutoCloseable {
    /** The longest data of a READ or a WRITE. */
    public static final int DATA_BYTES_MAX = 1 << 20;
    /** The longest request: a page for header, arguments and names, as the kernel's {@code FUSE_BUFFER_HEADER_SIZE} has it. */
    public static final int MESSAGE_BYTES_MAX = DATA_BYTES_MAX + 4096;

    private final SessionState state;
    private final SessionOptions options;
    private final ByteOrder order;
    private final InitOperation init;
    private final EntryOperations entries;
    private final FileOperations files;
    private final DirectoryOperations directories;
    private final AttributeOperations attributes;
    private final ForgetOperations forgets;

    private enum Phase {
        NEW,
        INITIALIZED,
        DESTROYED
    }

    private volatile Phase phase = Phase.NEW;

    /** A session whose client has this machine's byte order, as it must have. */
    public FuseSession(Tree tree, SessionOptions options) {
        this.order = ByteOrder.nativeOrder();
        this.options = options;
        this.state = new SessionState(tree, options, order);
        this.init = new InitOperation(state);
        this.entries = new EntryOperations(state);
        this.files = new FileOperations(state);
        this.directories = new DirectoryOperations(state);
        this.attributes = new AttributeOperations(state);
        this.forgets = new ForgetOperations(state);
    }

    /**
     * Answers a request.
     *
     * @param bytes hold the message; not kept
     * @param at where its header begins
     * @param length of the message
     * @param reply filled with the answer
     * @return the reply's length, 0 if there is none
     * @throws SessionDied if it is one that the real server would not have survived, or no request at all
     */
    public int handle(byte[] bytes, int at, int length, Reply reply) throws SessionDied {
        reply.none();
        if (length < InHeader.BYTES || InHeader.len(bytes, at, order) != length) {
            throw new SessionDied("not a FUSE request: " + length + " bytes that say they are "
                    + (length < Integer.BYTES ? "nothing" : Integer.toUnsignedString(InHeader.len(bytes, at, order))));
        }
        long unique = InHeader.unique(bytes, at, order);
        Opcode opcode = Opcode.of(InHeader.opcode(bytes, at, order));
        boolean answered = opcode == null || opcode.isAnswered();
        reply.begin();
        int error;
        try {
            answered &= answer(bytes, at, length, opcode, reply);
            error = reply.error();
        } catch (FuseError e) {
            error = e.number();
        }
        if (answered) {
            reply.end(unique, error, order);
        } else {
            reply.none();
        }
        return reply.length();
    }

    private boolean answer(byte[] bytes, int at, int length, @Nullable Opcode opcode, Reply reply)
            throws FuseError, SessionDied {
        if (phase != Phase.INITIALIZED && opcode != Opcode.INIT) {
            throw FuseError.of(
                    phase == Phase.NEW ? Errno.EIO : options.personality().afterDestroy());
        }
        if (opcode == null) {
            throw FuseError.of(Errno.ENOSYS);
        }
        if (length < InHeader.BYTES + state.argsBytes(opcode)) {
            throw FuseError.of(Errno.EINVAL);
        }
        Request request = new Request(bytes, at, length, opcode, state, order);
        try {
            return answer(request, reply);
        } finally {
            request.done();
        }
    }

    /** Whether there is an answer. */
    private boolean answer(Request request, Reply reply) throws FuseError, SessionDied {
        switch (request.opcode()) {
            case INIT -> {
                init.init(request, reply);
                phase = Phase.INITIALIZED;
            }
            case DESTROY -> {
                state.clear();
                phase = Phase.DESTROYED;
                return options.personality().answersDestroy();
            }
            case FORGET -> forgets.forget(request);
            case BATCH_FORGET -> forgets.batchForget(request);
            case LOOKUP -> entries.lookup(request, reply);
            case MKNOD -> entries.mknod(request, reply);
            case MKDIR -> entries.mkdir(request, reply);
            case SYMLINK -> entries.symlink(request, reply);
            case LINK -> entries.link(request, reply);
            case UNLINK -> entries.unlink(request);
            case RMDIR -> entries.rmdir(request);
            case RENAME, RENAME2 -> entries.rename(request);
            case CREATE -> files.create(request, reply);
            case OPEN -> files.open(request, reply);
            case READ -> files.read(request, reply);
            case WRITE -> files.write(request, reply);
            case FLUSH -> files.flush(request);
            case FSYNC -> files.fsync(request);
            case FALLOCATE -> files.fallocate(request);
            case LSEEK -> files.lseek(request, reply);
            case RELEASE -> files.release(request);
            case OPENDIR -> directories.opendir(request, reply);
            case READDIR -> directories.readdir(request, reply);
            case READDIRPLUS -> directories.readdirplus(request, reply);
            case FSYNCDIR -> directories.fsyncdir(request);
            case RELEASEDIR -> directories.releasedir(request);
            case GETATTR -> attributes.getattr(request, reply);
            case SETATTR -> attributes.setattr(request, reply);
            case READLINK -> attributes.readlink(request, reply);
            case STATFS -> attributes.statfs(request, reply);
            case ACCESS -> attributes.access(request);
            case GETXATTR -> attributes.getxattr(request, reply);
            case LISTXATTR -> attributes.listxattr(request, reply);
            case SETXATTR -> attributes.setxattr(request);
            case REMOVEXATTR -> attributes.removexattr(request);
            case SYNCFS -> state.tree.sync(request.inode());
            // it is answered already, or will be soon
            case INTERRUPT, NOTIFY_REPLY -> {}
            default -> throw FuseError.of(Errno.ENOSYS);
        }
        return true;
    }

    /** How many nodeids are counted, without the root. */
    public int nodes() {
        return state.nodes().size();
    }

    /** The lookups of all nodeids that the kernel has not given back. */
    public long lookups() {
        return state.nodes().lookups();
    }

    /** How many files and directories are open. */
    public int handles() {
        return state.handles().size();
    }

    /** The client is gone. */
    @Override
    public void close() {
        state.clear();
    }
}
