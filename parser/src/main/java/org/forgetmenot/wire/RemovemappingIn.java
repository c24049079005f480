// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_removemapping_in}: the arguments of REMOVEMAPPING; its items follow at once, not aligned, see RemovemappingOne.
 *
 * <pre>
 * offset size field
 *      0    4 count
 *      4      end
 * </pre>
 *
 * <p>Since 7.31. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class RemovemappingIn {
    public static final int COUNT = 0;
    /** Length in bytes. */
    public static final int BYTES = 4;

    private RemovemappingIn() {}

    public static int count(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + COUNT, order);
    }
}
