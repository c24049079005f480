// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_flush_in}: the arguments of FLUSH.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    4 unused
 *     12    4 padding
 *     16    8 lock_owner           since 7.8
 *     24      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class FlushIn {
    public static final int FH = 0;
    public static final int UNUSED = 8;
    public static final int PADDING = 12;
    public static final int LOCK_OWNER = 16;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private FlushIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long lockOwner(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LOCK_OWNER, order);
    }
}
