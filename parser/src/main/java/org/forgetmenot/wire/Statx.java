// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_statx}: extended attributes of an inode.
 *
 * <pre>
 * offset size field
 *      0    4 mask
 *      4    4 blksize
 *      8    8 attributes
 *     16    4 nlink
 *     20    4 uid
 *     24    4 gid
 *     28    2 mode
 *     30    2 spare0
 *     32    8 ino
 *     40    8 size
 *     48    8 blocks
 *     56    8 attributes_mask
 *     64   16 atime                see SxTime
 *     80   16 btime                see SxTime
 *     96   16 ctime                see SxTime
 *    112   16 mtime                see SxTime
 *    128    4 rdev_major
 *    132    4 rdev_minor
 *    136    4 dev_major
 *    140    4 dev_minor
 *    144  112 spare2[14]
 *    256      end
 * </pre>
 *
 * <p>Since 7.39. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Statx {
    public static final int MASK = 0;
    public static final int BLKSIZE = 4;
    public static final int ATTRIBUTES = 8;
    public static final int NLINK = 16;
    public static final int UID = 20;
    public static final int GID = 24;
    public static final int MODE = 28;
    public static final int SPARE0 = 30;
    public static final int INO = 32;
    public static final int SIZE = 40;
    public static final int BLOCKS = 48;
    public static final int ATTRIBUTES_MASK = 56;
    public static final int ATIME = 64;
    public static final int BTIME = 80;
    public static final int CTIME = 96;
    public static final int MTIME = 112;
    public static final int RDEV_MAJOR = 128;
    public static final int RDEV_MINOR = 132;
    public static final int DEV_MAJOR = 136;
    public static final int DEV_MINOR = 140;
    public static final int SPARE2 = 144;
    /** Length in bytes. */
    public static final int BYTES = 256;

    private Statx() {}

    public static int mask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MASK, order);
    }

    public static int blksize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + BLKSIZE, order);
    }

    public static long attributes(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATTRIBUTES, order);
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

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + MODE, order);
    }

    public static long ino(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + INO, order);
    }

    public static long size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + SIZE, order);
    }

    public static long blocks(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BLOCKS, order);
    }

    public static long attributesMask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATTRIBUTES_MASK, order);
    }

    public static int rdevMajor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RDEV_MAJOR, order);
    }

    public static int rdevMinor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RDEV_MINOR, order);
    }

    public static int devMajor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + DEV_MAJOR, order);
    }

    public static int devMinor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + DEV_MINOR, order);
    }
}
