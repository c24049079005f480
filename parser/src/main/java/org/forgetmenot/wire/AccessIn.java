// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_access_in}: the arguments of ACCESS.
 *
 * <pre>
 * offset size field
 *      0    4 mask
 *      4    4 padding
 *      8      end
 * </pre>
 *
 * <p>Since 7.3. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class AccessIn {
    public static final int MASK = 0;
    public static final int PADDING = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private AccessIn() {}

    public static int mask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MASK, order);
    }
}
