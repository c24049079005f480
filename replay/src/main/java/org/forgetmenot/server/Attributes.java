// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.FileType;

/** What {@code struct fuse_attr} says of a file, to be filled again and again. Times are seconds and nanoseconds of the epoch. */
public final class Attributes {
    public static final int S_IFMT = 0170000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFLNK = 0120000;
    public static final int S_ISUID = 04000;
    public static final int S_ISGID = 02000;

    public long ino;
    public long size;
    /** In units of 512 bytes. */
    public long blocks;

    public long atime;
    public long mtime;
    public long ctime;
    public int atimeNsec;
    public int mtimeNsec;
    public int ctimeNsec;
    public int mode;
    public int nlink;
    public int uid;
    public int gid;
    /** As the kernel encodes it: {@code new_encode_dev}. */
    public int rdev;

    public int blksize;

    /** Whether a mode is a directory's. */
    public static boolean isDirectory(int mode) {
        return FileType.of(mode) == FileType.DIRECTORY;
    }

    /** As {@code generic_permission} does it, without groups beyond the caller's first: no message has them. */
    boolean permits(int mask, Caller caller) {
        int allowed = (mode >>> (caller.uid() == uid ? 6 : caller.gid() == gid ? 3 : 0)) & 7;
        if (caller.uid() == 0) {
            allowed = isDirectory(mode) || (mode & 0111) != 0 ? 7 : 6;
        }
        return (mask & ~allowed & 7) == 0;
    }

    /**
     * Writes it as {@code struct fuse_attr}.
     *
     * @param flags {@code FUSE_ATTR_*}
     */
    void write(byte[] bytes, int at, ByteOrder order, int flags) {
        writeShort(bytes, at, order);
        Bytes.put32(bytes, at + Attr.BLKSIZE, order, blksize);
        Bytes.put32(bytes, at + Attr.FLAGS, order, flags);
    }

    /** Writes it as it was before 7.9. */
    void writeShort(byte[] bytes, int at, ByteOrder order) {
        Bytes.put64(bytes, at + Attr.INO, order, ino);
        Bytes.put64(bytes, at + Attr.SIZE, order, size);
        Bytes.put64(bytes, at + Attr.BLOCKS, order, blocks);
        Bytes.put64(bytes, at + Attr.ATIME, order, atime);
        Bytes.put64(bytes, at + Attr.MTIME, order, mtime);
        Bytes.put64(bytes, at + Attr.CTIME, order, ctime);
        Bytes.put32(bytes, at + Attr.ATIMENSEC, order, atimeNsec);
        Bytes.put32(bytes, at + Attr.MTIMENSEC, order, mtimeNsec);
        Bytes.put32(bytes, at + Attr.CTIMENSEC, order, ctimeNsec);
        Bytes.put32(bytes, at + Attr.MODE, order, mode);
        Bytes.put32(bytes, at + Attr.NLINK, order, nlink);
        Bytes.put32(bytes, at + Attr.UID, order, uid);
        Bytes.put32(bytes, at + Attr.GID, order, gid);
        Bytes.put32(bytes, at + Attr.RDEV, order, rdev);
    }
}
