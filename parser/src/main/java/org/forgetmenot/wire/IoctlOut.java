// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_ioctl_out}: the reply to IOCTL; data follows.
 *
 * <pre>
 * offset size field
 *      0    4 result
 *      4    4 flags
 *      8    4 in_iovs
 *     12    4 out_iovs
 *     16      end
 * </pre>
 *
 * <p>Since 7.11. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class IoctlOut {
    public static final int RESULT = 0;
    public static final int FLAGS = 4;
    public static final int IN_IOVS = 8;
    public static final int OUT_IOVS = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private IoctlOut() {}

    public static int result(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RESULT, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int inIovs(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + IN_IOVS, order);
    }

    public static int outIovs(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OUT_IOVS, order);
    }
}
