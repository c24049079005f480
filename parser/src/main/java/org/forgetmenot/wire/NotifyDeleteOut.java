// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_delete_out}: the notification DELETE; the name and a NUL follow.
 *
 * <pre>
 * offset size field
 *      0    8 parent
 *      8    8 child
 *     16    4 namelen              without the NUL
 *     20    4 padding
 *     24      end
 * </pre>
 *
 * <p>Since 7.18. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyDeleteOut {
    public static final int PARENT = 0;
    public static final int CHILD = 8;
    public static final int NAMELEN = 16;
    public static final int PADDING = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private NotifyDeleteOut() {}

    public static long parent(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + PARENT, order);
    }

    public static long child(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + CHILD, order);
    }

    public static int namelen(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NAMELEN, order);
    }
}
