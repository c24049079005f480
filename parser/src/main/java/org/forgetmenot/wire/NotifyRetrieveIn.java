// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_retrieve_in}: the arguments of NOTIFY_REPLY; the data follows.
 *
 * <pre>
 * offset size field
 *      0    8 dummy1
 *      8    8 offset
 *     16    4 size
 *     20    4 dummy2
 *     24    8 dummy3
 *     32    8 dummy4
 *     40      end
 * </pre>
 *
 * <p>Since 7.15. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyRetrieveIn {
    public static final int DUMMY1 = 0;
    public static final int OFFSET = 8;
    public static final int SIZE = 16;
    public static final int DUMMY2 = 20;
    public static final int DUMMY3 = 24;
    public static final int DUMMY4 = 32;
    /** Length in bytes. */
    public static final int BYTES = 40;

    private NotifyRetrieveIn() {}

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }
}
