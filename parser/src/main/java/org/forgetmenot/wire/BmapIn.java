// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_bmap_in}: the arguments of BMAP.
 *
 * <pre>
 * offset size field
 *      0    8 block
 *      8    4 blocksize
 *     12    4 padding
 *     16      end
 * </pre>
 *
 * <p>Since 7.8. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class BmapIn {
    public static final int BLOCK = 0;
    public static final int BLOCKSIZE = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private BmapIn() {}

    public static long block(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BLOCK, order);
    }

    public static int blocksize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + BLOCKSIZE, order);
    }
}
