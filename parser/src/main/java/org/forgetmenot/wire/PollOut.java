// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_poll_out}: the reply to POLL.
 *
 * <pre>
 * offset size field
 *      0    4 revents
 *      4    4 padding
 *      8      end
 * </pre>
 *
 * <p>Since 7.11. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class PollOut {
    public static final int REVENTS = 0;
    public static final int PADDING = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private PollOut() {}

    public static int revents(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + REVENTS, order);
    }
}
