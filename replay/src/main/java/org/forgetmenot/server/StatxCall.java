// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteBuffer;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Statx;
import org.jspecify.annotations.Nullable;

/** statx(2): the one call whose structure is the same on every processor. */
final class StatxCall {
    private static final int STATX_BASIC_STATS = 0x7ff;
    /** Since Linux 5.8; an older kernel leaves {@link #MNT_ID} 0. */
    private static final int STATX_MNT_ID = 0x1000;
    /** {@code stx_mnt_id}, see {@code include/uapi/linux/stat.h}; {@link Statx} is FUSE's shorter twin. */
    private static final int MNT_ID = 144;

    private StatxCall() {}

    /** The result, valid until the thread's next call. */
    static ByteBuffer of(int fd, Scratch scratch) throws FuseError {
        if (!isDone(fd, scratch.emptyPath(), LibC.AT_EMPTY_PATH | LibC.AT_SYMLINK_NOFOLLOW, scratch)) {
            throw FuseError.of(LibC.errno());
        }
        return scratch.structView();
    }

    /** The same of a name in a directory, null if it has no such name. */
    static @Nullable ByteBuffer of(int directory, byte[] name, Scratch scratch) throws FuseError {
        // as an O_PATH descriptor of the name would be opened
        if (isDone(directory, scratch.path(name), LibC.AT_SYMLINK_NOFOLLOW | LibC.AT_NO_AUTOMOUNT, scratch)) {
            return scratch.structView();
        }
        int errno = LibC.errno();
        if (errno == Errno.ENOENT.number()) {
            return null;
        }
        throw FuseError.of(errno);
    }

    private static boolean isDone(int fd, long path, int flags, Scratch scratch) {
        return LibC.statx(fd, path, flags, STATX_BASIC_STATS | STATX_MNT_ID, scratch.struct()) == 0;
    }

    static LinuxInode.Key key(ByteBuffer stat) {
        boolean hasMount = (stat.getInt(Statx.MASK) & STATX_MNT_ID) != 0;
        long device = Integer.toUnsignedLong(stat.getInt(Statx.DEV_MAJOR)) << 32
                | Integer.toUnsignedLong(stat.getInt(Statx.DEV_MINOR));
        return new LinuxInode.Key(stat.getLong(Statx.INO), device, hasMount ? stat.getLong(MNT_ID) : 0);
    }

    static int mode(ByteBuffer stat) {
        return Short.toUnsignedInt(stat.getShort(Statx.MODE));
    }

    static void fill(ByteBuffer stat, Attributes into) {
        into.ino = stat.getLong(Statx.INO);
        into.size = stat.getLong(Statx.SIZE);
        into.blocks = stat.getLong(Statx.BLOCKS);
        into.atime = stat.getLong(Statx.ATIME);
        into.mtime = stat.getLong(Statx.MTIME);
        into.ctime = stat.getLong(Statx.CTIME);
        into.atimeNsec = stat.getInt(Statx.ATIME + Long.BYTES);
        into.mtimeNsec = stat.getInt(Statx.MTIME + Long.BYTES);
        into.ctimeNsec = stat.getInt(Statx.CTIME + Long.BYTES);
        into.mode = mode(stat);
        into.nlink = stat.getInt(Statx.NLINK);
        into.uid = stat.getInt(Statx.UID);
        into.gid = stat.getInt(Statx.GID);
        into.rdev = Devices.encode(stat.getInt(Statx.RDEV_MAJOR), stat.getInt(Statx.RDEV_MINOR));
        into.blksize = stat.getInt(Statx.BLKSIZE);
    }
}
