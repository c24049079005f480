// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_store_out}: the notification STORE; the data follows.
 *
 * <pre>
 * offset size field
 *      0    8 nodeid
 *      8    8 offset
 *     16    4 size
 *     20    4 padding
 *     24      end
 * </pre>
 *
 * <p>Since 7.15. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyStoreOut {
    public static final int NODEID = 0;
    public static final int OFFSET = 8;
    public static final int SIZE = 16;
    public static final int PADDING = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private NotifyStoreOut() {}

    public static long nodeid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NODEID, order);
    }

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }
}
