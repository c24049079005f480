// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code enum fuse_opcode}: every request the kernel can send, and the shape of its message.
 *
 * <p>A request is {@link InHeader}, then {@link #argsBytes} bytes of fixed arguments, then {@link #names} NUL-terminated
 * names, then data or extensions. A success reply is {@link OutHeader}, then {@link #replyBytes} fixed bytes, then data.
 * Source: {@code include/uapi/linux/fuse.h}.
 */
public enum Opcode {
    LOOKUP(1, 0, 0, EntryOut.BYTES, 1),
    FORGET(2, 0, ForgetIn.BYTES, 0, 0),
    GETATTR(3, 0, GetattrIn.BYTES, AttrOut.BYTES, 0),
    SETATTR(4, 1, SetattrIn.BYTES, AttrOut.BYTES, 0),
    READLINK(5, 0, 0, 0, 0),
    SYMLINK(6, 1, 0, EntryOut.BYTES, 2),
    MKNOD(8, 1, MknodIn.BYTES, EntryOut.BYTES, 1),
    MKDIR(9, 1, MkdirIn.BYTES, EntryOut.BYTES, 1),
    UNLINK(10, 1, 0, 0, 1),
    RMDIR(11, 1, 0, 0, 1),
    RENAME(12, 1, RenameIn.BYTES, 0, 2),
    LINK(13, 1, LinkIn.BYTES, EntryOut.BYTES, 1),
    OPEN(14, 1, OpenIn.BYTES, OpenOut.BYTES, 0),
    READ(15, 1, ReadIn.BYTES, 0, 0),
    WRITE(16, 1, WriteIn.BYTES, WriteOut.BYTES, 0),
    STATFS(17, 0, 0, StatfsOut.BYTES, 0),
    RELEASE(18, 1, ReleaseIn.BYTES, 0, 0),
    FSYNC(20, 1, FsyncIn.BYTES, 0, 0),
    /** The value follows the name; the arguments are {@link SetxattrIn#BYTES} long if SETXATTR_EXT was negotiated. */
    SETXATTR(21, 1, Protocol.COMPAT_SETXATTR_IN_SIZE, 0, 1),
    GETXATTR(22, 1, GetxattrIn.BYTES, 0, 1),
    LISTXATTR(23, 1, GetxattrIn.BYTES, 0, 0),
    REMOVEXATTR(24, 1, 0, 0, 1),
    FLUSH(25, 1, FlushIn.BYTES, 0, 0),
    /** The part of the arguments that every kernel since 7.6 sends. */
    INIT(26, 0, Protocol.COMPAT_INIT_IN_SIZE, Protocol.COMPAT_INIT_OUT_SIZE, 0),
    OPENDIR(27, 1, OpenIn.BYTES, OpenOut.BYTES, 0),
    READDIR(28, 1, ReadIn.BYTES, 0, 0),
    RELEASEDIR(29, 1, ReleaseIn.BYTES, 0, 0),
    FSYNCDIR(30, 2, FsyncIn.BYTES, 0, 0),
    GETLK(31, 7, LkIn.BYTES, LkOut.BYTES, 0),
    SETLK(32, 7, LkIn.BYTES, 0, 0),
    SETLKW(33, 7, LkIn.BYTES, 0, 0),
    ACCESS(34, 3, AccessIn.BYTES, 0, 0),
    CREATE(35, 3, CreateIn.BYTES, EntryOut.BYTES + OpenOut.BYTES, 1),
    /** Answered only with an error, EAGAIN or ENOSYS, or not at all. */
    INTERRUPT(36, 7, InterruptIn.BYTES, 0, 0),
    BMAP(37, 8, BmapIn.BYTES, BmapOut.BYTES, 0),
    DESTROY(38, 8, 0, 0, 0),
    IOCTL(39, 11, IoctlIn.BYTES, IoctlOut.BYTES, 0),
    POLL(40, 11, PollIn.BYTES, PollOut.BYTES, 0),
    /** The kernel's answer to a RETRIEVE notification: {@code unique} is the server's, and there is no reply. */
    NOTIFY_REPLY(41, 15, NotifyRetrieveIn.BYTES, 0, 0),
    BATCH_FORGET(42, 16, BatchForgetIn.BYTES, 0, 0),
    FALLOCATE(43, 19, FallocateIn.BYTES, 0, 0),
    READDIRPLUS(44, 21, ReadIn.BYTES, 0, 0),
    RENAME2(45, 23, Rename2In.BYTES, 0, 2),
    LSEEK(46, 24, LseekIn.BYTES, LseekOut.BYTES, 0),
    COPY_FILE_RANGE(47, 28, CopyFileRangeIn.BYTES, WriteOut.BYTES, 0),
    SETUPMAPPING(48, 31, SetupmappingIn.BYTES, 0, 0),
    REMOVEMAPPING(49, 31, RemovemappingIn.BYTES, 0, 0),
    SYNCFS(50, 34, SyncfsIn.BYTES, 0, 0),
    /** Its name is "/", which names nothing. */
    TMPFILE(51, 37, CreateIn.BYTES, EntryOut.BYTES + OpenOut.BYTES, 1),
    STATX(52, 39, StatxIn.BYTES, StatxOut.BYTES, 0),
    COPY_FILE_RANGE_64(53, 45, CopyFileRangeIn.BYTES, CopyFileRangeOut.BYTES, 0),
    CUSE_INIT(4096, 12, CuseInitIn.BYTES, CuseInitOut.BYTES, 0);

    /** INIT in the other byte order: no request has this number. */
    public static final int INIT_BSWAP_RESERVED = 436207616;
    /** CUSE_INIT in the other byte order: no request has this number. */
    public static final int CUSE_INIT_BSWAP_RESERVED = 1048576;

    /** From this minor on no fixed part of {@link #argsBytes} and {@link #replyBytes} changes. */
    public static final int SIZES_MINOR = 12;

    private static final @Nullable Opcode[] BY_NUMBER = new Opcode[64];

    static {
        for (Opcode opcode : values()) {
            if (opcode.number < BY_NUMBER.length) {
                BY_NUMBER[opcode.number] = opcode;
            }
        }
    }

    private final int number;
    private final int sinceMinor;
    private final int argsBytes;
    private final int replyBytes;
    private final int names;
    private final boolean countsEntry;
    private final boolean answered;
    private final int fhOffset;
    private final int fhFlag;

    Opcode(int number, int sinceMinor, int argsBytes, int replyBytes, int names) {
        this.number = number;
        this.sinceMinor = sinceMinor;
        this.argsBytes = argsBytes;
        this.replyBytes = replyBytes;
        this.names = names;
        this.countsEntry = switch (number) {
            case 1, 6, 8, 9, 13, 35, 51 -> true;
            default -> false;
        };
        this.answered = number != 2 && number != 36 && number != 41 && number != 42;
        this.fhOffset = switch (number) {
            case 3, 4, 52 -> GetattrIn.FH;
            case 15, 16, 18, 20, 25, 28, 29, 30, 31, 32, 33, 39, 40, 43, 44, 46, 47, 48, 53 -> 0;
            default -> -1;
        };
        this.fhFlag = switch (number) {
            case 3, 52 -> Flags.FUSE_GETATTR_FH;
            case 4 -> Flags.FATTR_FH;
            default -> 0;
        };
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The protocol minor that brought it; 0 was there from the beginning. */
    public int sinceMinor() {
        return sinceMinor;
    }

    /** Whether its success reply begins with an {@link EntryOut} that counts; READDIRPLUS counts in another way. */
    public boolean countsEntry() {
        return countsEntry;
    }

    /** Whether every request gets a reply. */
    public boolean isAnswered() {
        return answered;
    }

    /** Where in its arguments it names an {@code fh}, or -1. */
    public int fhOffset() {
        return fhOffset;
    }

    /** The bits in the arguments' first 32 bit word without which that {@code fh} means nothing; 0 if it always does. */
    public int fhFlag() {
        return fhFlag;
    }

    /** How many NUL-terminated names follow the fixed arguments: 0, 1 or 2. */
    public int names() {
        return names;
    }

    /** Length of the fixed arguments after the header, which is where names begin. */
    public int argsBytes(int minor) {
        return minor >= SIZES_MINOR ? argsBytes : oldArgsBytes(minor);
    }

    private int oldArgsBytes(int minor) {
        return switch (this) {
            case GETATTR -> Protocol.getattrInSize(minor);
            case READ, READDIR, WRITE -> Protocol.readInSize(minor);
            case MKNOD, CREATE -> Protocol.mknodInSize(minor);
            case INIT -> Protocol.initInSize(minor);
            default -> argsBytes;
        };
    }

    /** Length of the fixed part of a success reply after the header; data may follow. */
    public int replyBytes(int minor) {
        return minor >= SIZES_MINOR ? replyBytes : oldReplyBytes(minor);
    }

    private int oldReplyBytes(int minor) {
        return switch (this) {
            case LOOKUP, SYMLINK, MKNOD, MKDIR, LINK -> Protocol.entryOutSize(minor);
            case CREATE -> Protocol.entryOutSize(minor) + OpenOut.BYTES;
            case GETATTR, SETATTR -> Protocol.attrOutSize(minor);
            case STATFS -> Protocol.statfsOutSize(minor);
            default -> replyBytes;
        };
    }

    /** The opcode of a number, null if it is unknown. */
    public static @Nullable Opcode of(int number) {
        if (number >= 0 && number < BY_NUMBER.length) {
            return BY_NUMBER[number];
        }
        return number == CUSE_INIT.number ? CUSE_INIT : null;
    }

    /** Whether every request of a number gets a reply, see {@link #isAnswered()}; of an unknown one it is expected. */
    public static boolean isAnswered(int number) {
        Opcode opcode = of(number);
        return opcode == null || opcode.answered;
    }

    /** Whether requests of a number give lookups back: FORGET and BATCH_FORGET. */
    public static boolean forgets(int number) {
        return number == FORGET.number || number == BATCH_FORGET.number;
    }

    /** Whether success replies to a number begin with an entry that counts, see {@link #countsEntry}. */
    public static boolean handsOutEntry(int number) {
        Opcode opcode = of(number);
        return opcode != null && opcode.countsEntry;
    }

    /** A name for any number: "LOOKUP" or "opcode 99". */
    public static String name(int number) {
        Opcode opcode = of(number);
        return opcode == null ? "opcode " + Integer.toUnsignedString(number) : opcode.name();
    }
}
