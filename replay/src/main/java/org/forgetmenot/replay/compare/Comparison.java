// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.compare;

import java.util.Set;
import org.forgetmenot.replay.map.Flight;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.FileType;
import org.forgetmenot.wire.LseekOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.WriteOut;
import org.jspecify.annotations.Nullable;

/**
 * Compares one live reply with the recorded one: always the error; attributes and data where the capture has the whole
 * reply and the request was sent as it was recorded.
 */
public final class Comparison {
    /** What a name is that is not there. */
    private static final int MISSING = -Errno.ENOENT.number();

    private final Set<Tolerance> tolerated;

    /**
     * @param tolerated classes of differences that do not count
     */
    public Comparison(Set<Tolerance> tolerated) {
        this.tolerated = tolerated;
    }

    /** Whether a difference is one that does not count. */
    public boolean tolerates(Difference difference) {
        return difference.tolerance() != null && tolerated.contains(difference.tolerance());
    }

    /**
     * The first difference that counts, else one that is tolerated, null if there is none.
     *
     * @param reply the live reply
     * @param length of the live reply
     */
    public @Nullable Difference of(Flight flight, byte[] reply, int length) {
        Operation operation = flight.operation();
        int recorded = operation.isNegative() ? MISSING : operation.error();
        int live = error(operation, OutHeader.error(reply, 0, Wire.ORDER), reply, length);
        if (recorded != live) {
            return new Difference(
                    "error", answer(recorded), answer(live), errors(flight, operation.known(), recorded, live));
        }
        if (live != 0 || operation.reply().length == 0 || !flight.isExact()) {
            return null;
        }
        return payload(operation, reply, length);
    }

    /** A negative entry says that there is no such name, as ENOENT does. */
    private static int error(Operation operation, int error, byte[] reply, int length) {
        boolean negative = error == 0
                && operation.opcode() == Opcode.LOOKUP.number()
                && length >= OutHeader.BYTES + EntryOut.BYTES
                && EntryOut.nodeid(reply, OutHeader.BYTES, Wire.ORDER) == 0;
        return negative ? MISSING : error;
    }

    /** An answer for people: {@code -9 EBADF}. */
    public static String answer(int error) {
        return error == 0 ? "ok" : error + " " + Errno.name(error);
    }

    /** Whether an answer says that the server does not know the nodeid or the handle, and nothing else. */
    public static boolean isRefusal(int error) {
        return error == -Errno.EBADF.number() || error == -Errno.ESTALE.number();
    }

    private static @Nullable Tolerance errors(Flight flight, @Nullable Opcode opcode, int recorded, int live) {
        if (opcode != null) {
            switch (opcode) {
                case GETXATTR, LISTXATTR, SETXATTR, REMOVEXATTR -> {
                    return Tolerance.XATTR;
                }
                case ACCESS -> {
                    return Tolerance.ACCESS;
                }
                case STATX -> {
                    return Tolerance.STATX;
                }
                default -> {}
            }
        }
        if (flight.isGuessed() && !flight.isAfterForget()) {
            return Tolerance.GUESS;
        }
        if ((isUnimplemented(recorded) || isUnimplemented(live)) && !isNeeded(opcode)) {
            return Tolerance.UNIMPLEMENTED;
        }
        if (recorded == 0 || live == 0) {
            // a RELEASE of a handle that is not open succeeds on some servers
            return flight.isAfterRelease() ? Tolerance.REFUSAL : null;
        }
        boolean removes = opcode == Opcode.UNLINK || opcode == Opcode.RMDIR;
        return flight.isAfterForget() || flight.isAfterRelease() || (removes && isMissing(recorded) && isMissing(live))
                ? Tolerance.REFUSAL
                : null;
    }

    /** Whether an answer says that the server does not have the operation. */
    public static boolean isUnimplemented(int error) {
        return error == -Errno.ENOSYS.number() || error == -Errno.EOPNOTSUPP.number();
    }

    /** Whether no filesystem does without it. */
    private static boolean isNeeded(@Nullable Opcode opcode) {
        return opcode == Opcode.LOOKUP
                || opcode == Opcode.GETATTR
                || opcode == Opcode.READ
                || opcode == Opcode.READDIR
                || opcode == Opcode.RELEASE
                || opcode == Opcode.RELEASEDIR;
    }

    private static boolean isMissing(int error) {
        return error == MISSING || error == -Errno.EIO.number();
    }

    private @Nullable Difference payload(Operation operation, byte[] reply, int length) {
        Opcode opcode = operation.known();
        if (opcode == null) {
            return null;
        }
        byte[] recorded = operation.reply();
        int at = OutHeader.BYTES;
        switch (opcode) {
            case LOOKUP, MKNOD, MKDIR, SYMLINK, LINK, CREATE, TMPFILE -> {
                return attributes(recorded, recorded.length, reply, length, at + EntryOut.ATTR);
            }
            case GETATTR, SETATTR -> {
                return attributes(recorded, recorded.length, reply, length, at + AttrOut.ATTR);
            }
            case READ -> {
                return data("data", recorded, recorded.length, reply, length);
            }
            case READLINK -> {
                return data("target", recorded, recorded.length, reply, length);
            }
            case WRITE -> {
                return number("size", recorded, reply, length, at + WriteOut.SIZE, 4);
            }
            case LSEEK -> {
                return number("offset", recorded, reply, length, at + LseekOut.OFFSET, 8);
            }
            default -> {
                return null;
            }
        }
    }

    private static @Nullable Difference number(
            String what, byte[] recorded, byte[] reply, int length, int at, int bytes) {
        if (recorded.length < at + bytes || length < at + bytes) {
            return null;
        }
        long one = bytes == 4 ? Wire.u32(recorded, at) : Wire.i64(recorded, at);
        long other = bytes == 4 ? Wire.u32(reply, at) : Wire.i64(reply, at);
        return one == other ? null : new Difference(what, Long.toString(one), Long.toString(other), null);
    }

    private static @Nullable Difference data(
            String what, byte[] recorded, int recordedLength, byte[] live, int liveLength) {
        int most = Math.min(recordedLength, liveLength);
        for (int i = OutHeader.BYTES; i < most; i++) {
            if (recorded[i] != live[i]) {
                int offset = i - OutHeader.BYTES;
                return new Difference(
                        what, "byte " + offset + " is " + (recorded[i] & 0xff), "is " + (live[i] & 0xff), null);
            }
        }
        return recordedLength == liveLength
                ? null
                : new Difference(
                        what,
                        recordedLength - OutHeader.BYTES + " bytes",
                        liveLength - OutHeader.BYTES + " bytes",
                        null);
    }

    private @Nullable Difference attributes(byte[] recorded, int recordedLength, byte[] live, int liveLength, int at) {
        if (recordedLength < at + Attr.BLKSIZE || liveLength < at + Attr.BLKSIZE) {
            return null;
        }
        int mode = Wire.i32(recorded, at + Attr.MODE);
        boolean directory = FileType.of(mode) == FileType.DIRECTORY;
        boolean sized = FileType.of(mode) == FileType.REGULAR || FileType.of(mode) == FileType.SYMLINK;
        Difference found = null;
        found = worse(found, field("mode", recorded, live, at + Attr.MODE, 4, null));
        found = worse(found, field("uid", recorded, live, at + Attr.UID, 4, null));
        found = worse(found, field("gid", recorded, live, at + Attr.GID, 4, null));
        if (sized || directory) {
            found = worse(
                    found, field("size", recorded, live, at + Attr.SIZE, 8, directory ? Tolerance.DIRECTORY : null));
        }
        found = worse(
                found, field("nlink", recorded, live, at + Attr.NLINK, 4, directory ? Tolerance.DIRECTORY : null));
        found = worse(found, field("ino", recorded, live, at + Attr.INO, 8, Tolerance.INO));
        found = worse(found, field("blocks", recorded, live, at + Attr.BLOCKS, 8, Tolerance.BLOCKS));
        found = worse(found, field("mtime", recorded, live, at + Attr.MTIME, 8, Tolerance.TIMES));
        found = worse(found, field("ctime", recorded, live, at + Attr.CTIME, 8, Tolerance.TIMES));
        found = worse(found, field("atime", recorded, live, at + Attr.ATIME, 8, Tolerance.TIMES));
        return found;
    }

    /** Keeps what counts rather than what does not. */
    private @Nullable Difference worse(@Nullable Difference one, @Nullable Difference other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return tolerates(one) ? other : one;
    }

    private static @Nullable Difference field(
            String what, byte[] recorded, byte[] live, int at, int bytes, @Nullable Tolerance tolerance) {
        long one = bytes == 4 ? Wire.u32(recorded, at) : Wire.i64(recorded, at);
        long other = bytes == 4 ? Wire.u32(live, at) : Wire.i64(live, at);
        if (one == other) {
            return null;
        }
        boolean octal = what.equals("mode");
        return new Difference(
                what,
                octal ? Long.toOctalString(one) : Long.toUnsignedString(one),
                octal ? Long.toOctalString(other) : Long.toUnsignedString(other),
                tolerance);
    }

    /** Compares a directory's whole listings, when it is closed; null if they are alike or not whole. */
    public static @Nullable Difference names(@Nullable Set<Name> missing, @Nullable Set<Name> surplus) {
        if (missing == null || surplus == null || (missing.isEmpty() && surplus.isEmpty())) {
            return null;
        }
        return new Difference("entries", some(missing, "also "), some(surplus, "also "), null);
    }

    private static String some(Set<Name> names, String before) {
        if (names.isEmpty()) {
            return "nothing else";
        }
        String first = names.stream().map(Name::toString).sorted().findFirst().orElse("");
        return before + first + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }
}
