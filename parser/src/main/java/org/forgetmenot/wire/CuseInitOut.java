// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct cuse_init_out}: the reply to CUSE_INIT; the device's strings follow.
 *
 * <pre>
 * offset size field
 *      0    4 major
 *      4    4 minor
 *      8    4 unused
 *     12    4 flags
 *     16    4 max_read
 *     20    4 max_write
 *     24    4 dev_major
 *     28    4 dev_minor
 *     32   40 spare[10]
 *     72      end
 * </pre>
 *
 * <p>Since 7.12. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class CuseInitOut {
    public static final int MAJOR = 0;
    public static final int MINOR = 4;
    public static final int UNUSED = 8;
    public static final int FLAGS = 12;
    public static final int MAX_READ = 16;
    public static final int MAX_WRITE = 20;
    public static final int DEV_MAJOR = 24;
    public static final int DEV_MINOR = 28;
    public static final int SPARE = 32;
    /** Length in bytes. */
    public static final int BYTES = 72;

    private CuseInitOut() {}

    public static int major(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAJOR, order);
    }

    public static int minor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MINOR, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int maxRead(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_READ, order);
    }

    public static int maxWrite(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_WRITE, order);
    }

    public static int devMajor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + DEV_MAJOR, order);
    }

    public static int devMinor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + DEV_MINOR, order);
    }
}
