// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_prune_out}: the notification PRUNE; its nodeids follow as u64.
 *
 * <pre>
 * offset size field
 *      0    4 count
 *      4    4 padding
 *      8    8 spare
 *     16      end
 * </pre>
 *
 * <p>Since 7.45. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyPruneOut {
    public static final int COUNT = 0;
    public static final int PADDING = 4;
    public static final int SPARE = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private NotifyPruneOut() {}

    public static int count(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + COUNT, order);
    }
}
