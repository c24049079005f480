// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_setupmapping_in}: the arguments of SETUPMAPPING.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 foffset
 *     16    8 len
 *     24    8 flags
 *     32    8 moffset
 *     40      end
 * </pre>
 *
 * <p>Since 7.31. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SetupmappingIn {
    public static final int FH = 0;
    public static final int FOFFSET = 8;
    public static final int LEN = 16;
    public static final int FLAGS = 24;
    public static final int MOFFSET = 32;
    /** Length in bytes. */
    public static final int BYTES = 40;

    private SetupmappingIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long foffset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FOFFSET, order);
    }

    public static long len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LEN, order);
    }

    public static long flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FLAGS, order);
    }

    public static long moffset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + MOFFSET, order);
    }
}
