// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_lseek_in}: the arguments of LSEEK.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 offset
 *     16    4 whence
 *     20    4 padding
 *     24      end
 * </pre>
 *
 * <p>Since 7.24. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class LseekIn {
    public static final int FH = 0;
    public static final int OFFSET = 8;
    public static final int WHENCE = 16;
    public static final int PADDING = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private LseekIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }

    public static int whence(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + WHENCE, order);
    }
}
