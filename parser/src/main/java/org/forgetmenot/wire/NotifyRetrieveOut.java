// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_retrieve_out}: the notification RETRIEVE; the kernel answers with the request NOTIFY_REPLY.
 *
 * <pre>
 * offset size field
 *      0    8 notify_unique        the unique of that NOTIFY_REPLY
 *      8    8 nodeid
 *     16    8 offset
 *     24    4 size
 *     28    4 padding
 *     32      end
 * </pre>
 *
 * <p>Since 7.15. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyRetrieveOut {
    public static final int NOTIFY_UNIQUE = 0;
    public static final int NODEID = 8;
    public static final int OFFSET = 16;
    public static final int SIZE = 24;
    public static final int PADDING = 28;
    /** Length in bytes. */
    public static final int BYTES = 32;

    private NotifyRetrieveOut() {}

    public static long notifyUnique(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NOTIFY_UNIQUE, order);
    }

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
