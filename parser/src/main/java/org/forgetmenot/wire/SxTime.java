// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_sx_time}: a time of Statx.
 *
 * <pre>
 * offset size field
 *      0    8 tv_sec
 *      8    4 tv_nsec
 *     12    4 reserved
 *     16      end
 * </pre>
 *
 * <p>Since 7.39. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SxTime {
    public static final int TV_SEC = 0;
    public static final int TV_NSEC = 8;
    public static final int RESERVED = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private SxTime() {}

    public static long tvSec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + TV_SEC, order);
    }

    public static int tvNsec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + TV_NSEC, order);
    }
}
