// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_setattr_in}: the arguments of SETATTR.
 *
 * <pre>
 * offset size field
 *      0    4 valid                which fields are meant: FATTR_*
 *      4    4 padding
 *      8    8 fh                   valid with FATTR_FH
 *     16    8 size
 *     24    8 lock_owner           since 7.9
 *     32    8 atime
 *     40    8 mtime
 *     48    8 ctime                since 7.23
 *     56    4 atimensec
 *     60    4 mtimensec
 *     64    4 ctimensec            since 7.23
 *     68    4 mode
 *     72    4 unused4
 *     76    4 uid
 *     80    4 gid
 *     84    4 unused5
 *     88      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SetattrIn {
    public static final int VALID = 0;
    public static final int PADDING = 4;
    public static final int FH = 8;
    public static final int SIZE = 16;
    public static final int LOCK_OWNER = 24;
    public static final int ATIME = 32;
    public static final int MTIME = 40;
    public static final int CTIME = 48;
    public static final int ATIMENSEC = 56;
    public static final int MTIMENSEC = 60;
    public static final int CTIMENSEC = 64;
    public static final int MODE = 68;
    public static final int UNUSED4 = 72;
    public static final int UID = 76;
    public static final int GID = 80;
    public static final int UNUSED5 = 84;
    /** Length in bytes. */
    public static final int BYTES = 88;

    private SetattrIn() {}

    public static int valid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + VALID, order);
    }

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + SIZE, order);
    }

    public static long lockOwner(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LOCK_OWNER, order);
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

    public static int uid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UID, order);
    }

    public static int gid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + GID, order);
    }
}
