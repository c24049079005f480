// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_removemapping_one}: an item of REMOVEMAPPING.
 *
 * <pre>
 * offset size field
 *      0    8 moffset
 *      8    8 len
 *     16      end
 * </pre>
 *
 * <p>Since 7.31. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class RemovemappingOne {
    public static final int MOFFSET = 0;
    public static final int LEN = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private RemovemappingOne() {}

    public static long moffset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + MOFFSET, order);
    }

    public static long len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LEN, order);
    }
}
