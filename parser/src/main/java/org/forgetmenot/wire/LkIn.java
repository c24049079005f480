// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_lk_in}: the arguments of GETLK, SETLK and SETLKW.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 owner
 *     16   24 lk                   see FileLock
 *     40    4 lk_flags             since 7.9
 *     44    4 padding
 *     48      end
 * </pre>
 *
 * <p>Since 7.7. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class LkIn {
    public static final int FH = 0;
    public static final int OWNER = 8;
    public static final int LK = 16;
    public static final int LK_FLAGS = 40;
    public static final int PADDING = 44;
    /** Length in bytes. */
    public static final int BYTES = 48;

    private LkIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long owner(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OWNER, order);
    }

    public static int lkFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + LK_FLAGS, order);
    }
}
