// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_notify_poll_wakeup_out}: the notification POLL.
 *
 * <pre>
 * offset size field
 *      0    8 kh
 *      8      end
 * </pre>
 *
 * <p>Since 7.11. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class NotifyPollWakeupOut {
    public static final int KH = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private NotifyPollWakeupOut() {}

    public static long kh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + KH, order);
    }
}
