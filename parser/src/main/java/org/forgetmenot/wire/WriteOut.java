// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_write_out}: the reply to WRITE and COPY_FILE_RANGE.
 *
 * <pre>
 * offset size field
 *      0    4 size
 *      4    4 padding
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class WriteOut {
    public static final int SIZE = 0;
    public static final int PADDING = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private WriteOut() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }
}
