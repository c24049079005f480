// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_copy_file_range_out}: the reply to COPY_FILE_RANGE_64.
 *
 * <pre>
 * offset size field
 *      0    8 bytes_copied
 *      8      end
 * </pre>
 *
 * <p>Since 7.45. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class CopyFileRangeOut {
    public static final int BYTES_COPIED = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private CopyFileRangeOut() {}

    public static long bytesCopied(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BYTES_COPIED, order);
    }
}
