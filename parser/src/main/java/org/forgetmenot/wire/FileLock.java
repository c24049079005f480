// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_file_lock}: a range lock.
 *
 * <pre>
 * offset size field
 *      0    8 start
 *      8    8 end
 *     16    4 type
 *     20    4 pid
 *     24      end
 * </pre>
 *
 * <p>Since 7.7. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class FileLock {
    public static final int START = 0;
    public static final int END = 8;
    public static final int TYPE = 16;
    public static final int PID = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private FileLock() {}

    public static long start(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + START, order);
    }

    public static long end(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + END, order);
    }

    public static int type(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + TYPE, order);
    }

    public static int pid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + PID, order);
    }
}
