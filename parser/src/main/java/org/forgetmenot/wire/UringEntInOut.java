// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_uring_ent_in_out}: the part of an io_uring ring entry that belongs to the ring.
 *
 * <pre>
 * offset size field
 *      0    8 flags
 *      8    8 commit_id
 *     16    4 payload_sz
 *     20    4 padding
 *     24    8 reserved
 *     32      end
 * </pre>
 *
 * <p>Since 7.42. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class UringEntInOut {
    public static final int FLAGS = 0;
    public static final int COMMIT_ID = 8;
    public static final int PAYLOAD_SZ = 16;
    public static final int PADDING = 20;
    public static final int RESERVED = 24;
    /** Length in bytes. */
    public static final int BYTES = 32;

    private UringEntInOut() {}

    public static long flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FLAGS, order);
    }

    public static long commitId(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + COMMIT_ID, order);
    }

    public static int payloadSz(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + PAYLOAD_SZ, order);
    }
}
