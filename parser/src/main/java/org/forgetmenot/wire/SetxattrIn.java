// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_setxattr_in}: the arguments of SETXATTR; name and value follow; 8 bytes unless FUSE_SETXATTR_EXT was negotiated.
 *
 * <pre>
 * offset size field
 *      0    4 size
 *      4    4 flags
 *      8    4 setxattr_flags       since 7.33
 *     12    4 padding
 *     16      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SetxattrIn {
    public static final int SIZE = 0;
    public static final int FLAGS = 4;
    public static final int SETXATTR_FLAGS = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private SetxattrIn() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int setxattrFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SETXATTR_FLAGS, order);
    }
}
