// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_attr}: the attributes of an inode.
 *
 * <pre>
 * offset size field
 *      0    8 ino                  what stat shows; not the nodeid
 *      8    8 size
 *     16    8 blocks
 *     24    8 atime
 *     32    8 mtime
 *     40    8 ctime
 *     48    4 atimensec
 *     52    4 mtimensec
 *     56    4 ctimensec
 *     60    4 mode                 file type and permissions
 *     64    4 nlink
 *     68    4 uid
 *     72    4 gid
 *     76    4 rdev
 *     80    4 blksize              since 7.9
 *     84    4 flags                since 7.32: FUSE_ATTR_SUBMOUNT, FUSE_ATTR_DAX; 0 before
 *     88      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Attr {
    public static final int INO = 0;
    public static final int SIZE = 8;
    public static final int BLOCKS = 16;
    public static final int ATIME = 24;
    public static final int MTIME = 32;
    public static final int CTIME = 40;
    public static final int ATIMENSEC = 48;
    public static final int MTIMENSEC = 52;
    public static final int CTIMENSEC = 56;
    public static final int MODE = 60;
    public static final int NLINK = 64;
    public static final int UID = 68;
    public static final int GID = 72;
    public static final int RDEV = 76;
    public static final int BLKSIZE = 80;
    public static final int FLAGS = 84;
    /** Length in bytes. */
    public static final int BYTES = 88;

    private Attr() {}

    public static long ino(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + INO, order);
    }

    public static long size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + SIZE, order);
    }

    public static long blocks(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BLOCKS, order);
    }

    public static long atime(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATIME, order);
    }

    public static long mtime(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + MTIME, order);
    }

    public static long ctime(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + CTIME, order);
    }

    public static int atimensec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ATIMENSEC, order);
    }

    public static int mtimensec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MTIMENSEC, order);
    }

    public static int ctimensec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + CTIMENSEC, order);
    }

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MODE, order);
    }

    public static int nlink(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NLINK, order);
    }

    public static int uid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UID, order);
    }

    public static int gid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + GID, order);
    }

    public static int rdev(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RDEV, order);
    }

    public static int blksize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + BLKSIZE, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
