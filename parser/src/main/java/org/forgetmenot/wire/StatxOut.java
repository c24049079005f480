// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_statx_out}: the reply to STATX.
 *
 * <pre>
 * offset size field
 *      0    8 attr_valid
 *      8    4 attr_valid_nsec
 *     12    4 flags
 *     16   16 spare[2]
 *     32  256 stat                 see Statx
 *    288      end
 * </pre>
 *
 * <p>Since 7.39. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class StatxOut {
    public static final int ATTR_VALID = 0;
    public static final int ATTR_VALID_NSEC = 8;
    public static final int FLAGS = 12;
    public static final int SPARE = 16;
    public static final int STAT = 32;
    /** Length in bytes. */
    public static final int BYTES = 288;

    private StatxOut() {}

    public static long attrValid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATTR_VALID, order);
    }

    public static int attrValidNsec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ATTR_VALID_NSEC, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
