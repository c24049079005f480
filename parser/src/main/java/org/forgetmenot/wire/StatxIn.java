// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_statx_in}: the arguments of STATX.
 *
 * <pre>
 * offset size field
 *      0    4 getattr_flags        FUSE_GETATTR_FH: fh is valid
 *      4    4 reserved
 *      8    8 fh
 *     16    4 sx_flags
 *     20    4 sx_mask
 *     24      end
 * </pre>
 *
 * <p>Since 7.39. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class StatxIn {
    public static final int GETATTR_FLAGS = 0;
    public static final int RESERVED = 4;
    public static final int FH = 8;
    public static final int SX_FLAGS = 16;
    public static final int SX_MASK = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private StatxIn() {}

    public static int getattrFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + GETATTR_FLAGS, order);
    }

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static int sxFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SX_FLAGS, order);
    }

    public static int sxMask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SX_MASK, order);
    }
}
