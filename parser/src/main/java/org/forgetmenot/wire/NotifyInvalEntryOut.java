// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_inval_entry_out}: the notification INVAL_ENTRY; the name and a NUL follow.
 *
 * <pre>
 * offset size field
 *      0    8 parent
 *      8    4 namelen              without the NUL
 *     12    4 flags                since 7.38: FUSE_EXPIRE_ONLY
 *     16      end
 * </pre>
 *
 * <p>Since 7.12. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyInvalEntryOut {
    public static final int PARENT = 0;
    public static final int NAMELEN = 8;
    public static final int FLAGS = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private NotifyInvalEntryOut() {}

    public static long parent(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + PARENT, order);
    }

    public static int namelen(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NAMELEN, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
