// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_lseek_out}: the reply to LSEEK.
 *
 * <pre>
 * offset size field
 *      0    8 offset
 *      8      end
 * </pre>
 *
 * <p>Since 7.24. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class LseekOut {
    public static final int OFFSET = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private LseekOut() {}

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }
}
