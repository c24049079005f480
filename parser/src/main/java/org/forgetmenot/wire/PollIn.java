// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_poll_in}: the arguments of POLL.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 kh
 *     16    4 flags                FUSE_POLL_SCHEDULE_NOTIFY
 *     20    4 events               since 7.21
 *     24      end
 * </pre>
 *
 * <p>Since 7.11. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class PollIn {
    public static final int FH = 0;
    public static final int KH = 8;
    public static final int FLAGS = 16;
    public static final int EVENTS = 20;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private PollIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long kh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + KH, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int events(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + EVENTS, order);
    }
}
