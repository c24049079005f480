// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_rename2_in}: the arguments of RENAME2; the old and the new name follow.
 *
 * <pre>
 * offset size field
 *      0    8 newdir               nodeid of the new parent
 *      8    4 flags
 *     12    4 padding
 *     16      end
 * </pre>
 *
 * <p>Since 7.23. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Rename2In {
    public static final int NEWDIR = 0;
    public static final int FLAGS = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private Rename2In() {}

    public static long newdir(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NEWDIR, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
