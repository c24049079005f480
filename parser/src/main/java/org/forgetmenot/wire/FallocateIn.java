// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_fallocate_in}: the arguments of FALLOCATE.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 offset
 *     16    8 length
 *     24    4 mode
 *     28    4 padding
 *     32      end
 * </pre>
 *
 * <p>Since 7.19. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class FallocateIn {
    public static final int FH = 0;
    public static final int OFFSET = 8;
    public static final int LENGTH = 16;
    public static final int MODE = 24;
    public static final int PADDING = 28;
    /** Length in bytes. */
    public static final int BYTES = 32;

    private FallocateIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }

    public static long length(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LENGTH, order);
    }

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MODE, order);
    }
}
