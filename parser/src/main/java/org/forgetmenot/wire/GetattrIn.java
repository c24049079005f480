// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_getattr_in}: the arguments of GETATTR, which had none before.
 *
 * <pre>
 * offset size field
 *      0    4 getattr_flags        FUSE_GETATTR_FH: fh is valid
 *      4    4 dummy
 *      8    8 fh
 *     16      end
 * </pre>
 *
 * <p>Since 7.9. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class GetattrIn {
    public static final int GETATTR_FLAGS = 0;
    public static final int DUMMY = 4;
    public static final int FH = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private GetattrIn() {}

    public static int getattrFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + GETATTR_FLAGS, order);
    }

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }
}
