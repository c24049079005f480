// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_bmap_out}: the reply to BMAP.
 *
 * <pre>
 * offset size field
 *      0    8 block
 *      8      end
 * </pre>
 *
 * <p>Since 7.8. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class BmapOut {
    public static final int BLOCK = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private BmapOut() {}

    public static long block(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BLOCK, order);
    }
}
