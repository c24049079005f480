// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_ioctl_in}: the arguments of IOCTL; data follows.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    4 flags                FUSE_IOCTL_*
 *     12    4 cmd
 *     16    8 arg
 *     24    4 in_size
 *     28    4 out_size
 *     32      end
 * </pre>
 *
 * <p>Since 7.11. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class IoctlIn {
    public static final int FH = 0;
    public static final int FLAGS = 8;
    public static final int CMD = 12;
    public static final int ARG = 16;
    public static final int IN_SIZE = 24;
    public static final int OUT_SIZE = 28;
    /** Length in bytes. */
    public static final int BYTES = 32;

    private IoctlIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int cmd(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + CMD, order);
    }

    public static long arg(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ARG, order);
    }

    public static int inSize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + IN_SIZE, order);
    }

    public static int outSize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OUT_SIZE, order);
    }
}
