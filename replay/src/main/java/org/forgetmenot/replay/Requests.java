// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.CopyFileRangeIn;
import org.forgetmenot.wire.CreateIn;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.ForgetIn;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.LinkIn;
import org.forgetmenot.wire.MkdirIn;
import org.forgetmenot.wire.MknodIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OpenIn;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.forgetmenot.wire.ReadIn;
import org.forgetmenot.wire.ReleaseIn;
import org.forgetmenot.wire.RenameIn;
import org.forgetmenot.wire.StatxIn;
import org.forgetmenot.wire.WriteIn;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requests that are sent: recorded bytes with the live server's numbers in them, and, where the capture has no
 * bytes, what it tells and a guess at the rest. A body is always complete: there are servers that die of a short one.
 */
final class Requests {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int FILE_MODE = 0100644;
    private static final int DIRECTORY_MODE = 0755;
    private static final int PAGE_BYTES = 4096;
    /** Since when INIT has room for a second word of flags. */
    private static final int EXTENDED_INIT_MINOR = 36;
    /** Data of a READ or WRITE that is made up: no kernel asks for more at once. */
    private static final int DATA_BYTES_MAX = 1 << 20;
    /** {@code STATX_BASIC_STATS}. */
    private static final int STATX_BASIC = 0x7ff;

    /** The name where a refused request's own is not known: a server that does not know the nodeid never looks at it. */
    private static final byte[] UNNAMED = ".unnamed".getBytes(StandardCharsets.US_ASCII);

    private final int minor;
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private @Nullable Skip skip;
    private boolean guessed;
    private boolean masks;

    /**
     * @param minor protocol minor of the capture, and of the live session
     */
    Requests(int minor) {
        this.minor = minor;
    }

    /** The request that was written last, from its first byte on. */
    byte[] bytes() {
        return bytes;
    }

    /** Length of the request that was written last. */
    int length() {
        return length;
    }

    /** Why the last operation could not be written. */
    Skip skip() {
        return skip == null ? Skip.BODY : skip;
    }

    /** Whether the last operation was written with a name that the capture does not tell. */
    boolean isGuessed() {
        return guessed;
    }

    /**
     * The umask is taken off the modes of new files from now on, as a kernel does it for a server that leaves it to the kernel: the
     * recorded one did not.
     */
    void maskModes() {
        masks = true;
    }

    // ---- requests of the replay's own

    void init(long unique, long flags) {
        begin(Opcode.INIT, unique, 0);
        boolean extended = minor >= EXTENDED_INIT_MINOR;
        body(extended ? InitIn.BYTES : Protocol.COMPAT_INIT_IN_SIZE);
        put32(InitIn.MAJOR, Protocol.MAJOR);
        put32(InitIn.MINOR, minor);
        put32(InitIn.MAX_READAHEAD, 1 << 17);
        // a newer kernel may have offered an older server more than this message has room for
        put32(InitIn.FLAGS, (int) (extended ? flags : flags & ~InitFlags.INIT_EXT));
        if (extended && (flags & InitFlags.INIT_EXT) != 0) {
            put32(InitIn.FLAGS2, (int) (flags >>> 32));
        }
        end();
    }

    void lookup(long unique, long parent, byte[] name) {
        begin(Opcode.LOOKUP, unique, parent);
        name(name);
        end();
    }

    void forget(long unique, long nodeid, long nlookup) {
        begin(Opcode.FORGET, unique, nodeid);
        body(ForgetIn.BYTES);
        put64(ForgetIn.NLOOKUP, nlookup);
        end();
    }

    void open(long unique, long nodeid, boolean directory, boolean writes) {
        begin(directory ? Opcode.OPENDIR : Opcode.OPEN, unique, nodeid);
        body(OpenIn.BYTES);
        put32(OpenIn.FLAGS, writes ? O_RDWR : 0);
        end();
    }

    void release(long unique, long nodeid, long fh, boolean directory) {
        begin(directory ? Opcode.RELEASEDIR : Opcode.RELEASE, unique, nodeid);
        body(ReleaseIn.BYTES);
        put64(ReleaseIn.FH, fh);
        end();
    }

    void destroy(long unique) {
        begin(Opcode.DESTROY, unique, 0);
        end();
    }

    // ---- recorded ones

    /**
     * Writes a recorded operation for the live server.
     *
     * @param other second nodeid, for what has one
     * @param handle open file, for what names one
     * @param writes whether the file will be written to through what an OPEN opens
     * @return null if it cannot be done, see {@link #skip}
     */
    @Nullable
    Provenance write(
            Operation operation,
            long unique,
            Node node,
            @Nullable Node other,
            @Nullable Handle handle,
            boolean writes) {
        Opcode opcode = operation.known();
        if (opcode == null) {
            skip = Skip.OPCODE;
            return null;
        }
        skip = null;
        guessed = false;
        long nodeid = operation.nodeid() == 0 ? 0 : node.live();
        if (operation.hasMessage() && operation.message().length >= InHeader.BYTES + opcode.argsBytes(minor)) {
            copy(operation, opcode, unique, nodeid, other, handle);
            return Provenance.EXACT;
        }
        begin(opcode, unique, nodeid);
        put32At(InHeader.PID, operation.pid());
        Provenance provenance = make(operation, opcode, other, handle, writes);
        if (provenance != null) {
            end();
        }
        return provenance;
    }

    private void copy(
            Operation operation,
            Opcode opcode,
            long unique,
            long nodeid,
            @Nullable Node other,
            @Nullable Handle handle) {
        byte[] message = operation.message();
        room(message.length);
        System.arraycopy(message, 0, bytes, 0, message.length);
        length = message.length;
        Wire.put64(bytes, InHeader.UNIQUE, unique);
        Wire.put64(bytes, InHeader.NODEID, nodeid);
        if (handle != null) {
            put64(opcode.fhOffset(), handle.live());
        }
        if (other != null) {
            switch (opcode) {
                case LINK -> put64(LinkIn.OLDNODEID, other.live());
                case RENAME, RENAME2 -> put64(RenameIn.NEWDIR, other.live());
                case COPY_FILE_RANGE, COPY_FILE_RANGE_64 -> put64(CopyFileRangeIn.NODEID_OUT, other.live());
                default -> {}
            }
        }
        if (masks) {
            switch (opcode) {
                case MKDIR -> mask(MkdirIn.MODE, MkdirIn.UMASK);
                case MKNOD -> mask(MknodIn.MODE, MknodIn.UMASK);
                case CREATE, TMPFILE -> mask(CreateIn.MODE, CreateIn.UMASK);
                default -> {}
            }
        }
        if (isListing(opcode) && handle != null) {
            cookie(handle, Wire.i64(message, InHeader.BYTES + ReadIn.OFFSET));
        }
    }

    private void mask(int mode, int umask) {
        put32(mode, Wire.i32(bytes, InHeader.BYTES + mode) & ~Wire.i32(bytes, InHeader.BYTES + umask));
    }

    static boolean isListing(@Nullable Opcode opcode) {
        return opcode == Opcode.READDIR || opcode == Opcode.READDIRPLUS;
    }

    /** Places in a listing are the server's own: 0 begins anew, any other goes on. */
    private void cookie(Handle handle, long recorded) {
        if (recorded == 0) {
            handle.rewind();
        }
        put64(ReadIn.OFFSET, handle.cookie());
    }

    /** Where a recorded COPY_FILE_RANGE writes: the second open file of a message. */
    void secondHandle(Handle handle) {
        put64(CopyFileRangeIn.FH_OUT, handle.live());
    }

    private @Nullable Provenance make(
            Operation operation, Opcode opcode, @Nullable Node other, @Nullable Handle handle, boolean writes) {
        body(opcode.argsBytes(minor));
        if (handle != null && opcode.fhOffset() >= 0) {
            put64(opcode.fhOffset(), handle.live());
        }
        switch (opcode) {
            case LOOKUP, UNLINK, RMDIR -> {
                return named(operation, Provenance.EXACT);
            }
            case READLINK, STATFS -> {
                return Provenance.EXACT;
            }
            case GETATTR, OPENDIR, RELEASE, RELEASEDIR, FLUSH, FSYNC, FSYNCDIR, SYNCFS, ACCESS -> {
                return Provenance.SYNTHESISED;
            }
            case STATX -> {
                put32(StatxIn.SX_MASK, STATX_BASIC);
                return Provenance.SYNTHESISED;
            }
            case OPEN -> {
                put32(OpenIn.FLAGS, writes ? O_RDWR : 0);
                return Provenance.SYNTHESISED;
            }
            case READ -> {
                return read(operation, handle);
            }
            case READDIR, READDIRPLUS -> {
                return list(operation, handle);
            }
            case WRITE -> {
                return data(operation, handle);
            }
            case MKDIR -> {
                put32(MkdirIn.MODE, DIRECTORY_MODE);
                return named(operation, Provenance.SYNTHESISED);
            }
            case MKNOD -> {
                put32(MknodIn.MODE, FILE_MODE);
                return named(operation, Provenance.SYNTHESISED);
            }
            case CREATE -> {
                // virtiofsd in C aborts where the name is there already, unless it may say so
                put32(CreateIn.FLAGS, O_RDWR | O_CREAT | O_EXCL);
                put32(CreateIn.MODE, FILE_MODE);
                return named(operation, Provenance.SYNTHESISED);
            }
            case SYMLINK -> {
                Provenance provenance = named(operation, Provenance.SYNTHESISED);
                name(operation.secondName().length > 0 ? operation.secondName() : UNNAMED);
                return provenance;
            }
            case LINK -> {
                return linked(operation, other, LinkIn.OLDNODEID, false);
            }
            case RENAME, RENAME2 -> {
                return linked(operation, other, RenameIn.NEWDIR, true);
            }
            default -> {
                skip = Skip.BODY;
                return null;
            }
        }
    }

    /** LINK and RENAME: without the second nodeid they cannot be told. */
    private @Nullable Provenance linked(Operation operation, @Nullable Node other, int at, boolean renames) {
        if (other == null || (renames && operation.secondName().length == 0)) {
            skip = other == null ? Skip.BODY : Skip.NAME;
            return null;
        }
        put64(at, other.live());
        Provenance provenance = named(operation, Provenance.SYNTHESISED);
        if (provenance != null && renames) {
            name(operation.secondName());
        }
        return provenance;
    }

    /** Adds the name; one that the capture shows only by the nodeid that it led to has a place of its own. */
    private @Nullable Provenance named(Operation operation, Provenance provenance) {
        if (operation.name().length > 0) {
            name(operation.name());
            return provenance;
        }
        if (!operation.entries().isEmpty()) {
            Entry entry = operation.entries().get(0);
            name(entry.name().bytes());
            guessed = !entry.isNamed();
            return guessed ? Provenance.SYNTHESISED : provenance;
        }
        if (operation.isAnswered() && isRefusal(operation.error())) {
            name(UNNAMED);
            guessed = true;
            return Provenance.SYNTHESISED;
        }
        skip = Skip.NAME;
        return null;
    }

    /** Whether an answer says that a nodeid or name is not there. */
    private static boolean isRefusal(int error) {
        return error == -Errno.EBADF.number() || error == -Errno.ESTALE.number() || error == -Errno.ENOENT.number();
    }

    private @Nullable Provenance read(Operation operation, @Nullable Handle handle) {
        if (handle == null) {
            skip = Skip.HANDLE;
            return null;
        }
        long got = operation.replySizeBytes() - OutHeader.BYTES;
        int size = got > 0 ? (int) Math.min(got, DATA_BYTES_MAX) : PAGE_BYTES;
        put64(ReadIn.OFFSET, handle.offset());
        put32(ReadIn.SIZE, size);
        handle.offset(handle.offset() + Math.max(0, got));
        return Provenance.SYNTHESISED;
    }

    private @Nullable Provenance list(Operation operation, @Nullable Handle handle) {
        if (handle == null) {
            skip = Skip.HANDLE;
            return null;
        }
        long got = Math.min(operation.replySizeBytes(), DATA_BYTES_MAX);
        put64(ReadIn.OFFSET, handle.cookie());
        put32(ReadIn.SIZE, (int) Math.max(PAGE_BYTES, (got + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES));
        return Provenance.SYNTHESISED;
    }

    private @Nullable Provenance data(Operation operation, @Nullable Handle handle) {
        long size = operation.sizeBytes() - InHeader.BYTES - WriteIn.BYTES;
        if (handle == null || size <= 0) {
            skip = handle == null ? Skip.HANDLE : Skip.BODY;
            return null;
        }
        int written = (int) Math.min(size, DATA_BYTES_MAX);
        put64(WriteIn.OFFSET, handle.offset());
        put32(WriteIn.SIZE, written);
        room(length + written);
        Arrays.fill(bytes, length, length + written, (byte) 0);
        length += written;
        handle.offset(handle.offset() + written);
        return Provenance.SYNTHESISED;
    }

    // ---- bytes

    private void begin(Opcode opcode, long unique, long nodeid) {
        length = InHeader.BYTES;
        Arrays.fill(bytes, 0, length, (byte) 0);
        put32At(InHeader.OPCODE, opcode.number());
        Wire.put64(bytes, InHeader.UNIQUE, unique);
        Wire.put64(bytes, InHeader.NODEID, nodeid);
    }

    private void body(int count) {
        room(length + count);
        Arrays.fill(bytes, length, length + count, (byte) 0);
        length += count;
    }

    private void name(byte[] name) {
        room(length + name.length + 1);
        System.arraycopy(name, 0, bytes, length, name.length);
        length += name.length;
        bytes[length++] = 0;
    }

    private void end() {
        put32At(InHeader.LEN, length);
    }

    private void room(int count) {
        if (bytes.length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(count, bytes.length * 2));
        }
    }

    private void put32At(int at, int value) {
        Wire.put32(bytes, at, value);
    }

    /** Into the arguments. */
    private void put32(int at, int value) {
        Wire.put32(bytes, InHeader.BYTES + at, value);
    }

    private void put64(int at, long value) {
        Wire.put64(bytes, InHeader.BYTES + at, value);
    }
}
