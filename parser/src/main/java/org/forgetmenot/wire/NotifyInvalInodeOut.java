// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_inval_inode_out}: the notification INVAL_INODE.
 *
 * <pre>
 * offset size field
 *      0    8 ino                  a nodeid in spite of its name
 *      8    8 off
 *     16    8 len
 *     24      end
 * </pre>
 *
 * <p>Since 7.12. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyInvalInodeOut {
    public static final int INO = 0;
    public static final int OFF = 8;
    public static final int LEN = 16;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private NotifyInvalInodeOut() {}

    public static long ino(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + INO, order);
    }

    public static long off(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFF, order);
    }

    public static long len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LEN, order);
    }
}
