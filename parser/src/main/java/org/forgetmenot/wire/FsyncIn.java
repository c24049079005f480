// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_fsync_in}: the arguments of FSYNC and FSYNCDIR.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    4 fsync_flags          FUSE_FSYNC_FDATASYNC
 *     12    4 padding
 *     16      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class FsyncIn {
    public static final int FH = 0;
    public static final int FSYNC_FLAGS = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private FsyncIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static int fsyncFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FSYNC_FLAGS, order);
    }
}
