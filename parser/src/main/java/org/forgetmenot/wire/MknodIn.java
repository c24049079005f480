// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_mknod_in}: the arguments of MKNOD; the name follows.
 *
 * <pre>
 * offset size field
 *      0    4 mode
 *      4    4 rdev
 *      8    4 umask                since 7.12
 *     12    4 padding
 *     16      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class MknodIn {
    public static final int MODE = 0;
    public static final int RDEV = 4;
    public static final int UMASK = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private MknodIn() {}

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MODE, order);
    }

    public static int rdev(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RDEV, order);
    }

    public static int umask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UMASK, order);
    }
}
