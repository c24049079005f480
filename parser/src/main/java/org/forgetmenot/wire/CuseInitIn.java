// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct cuse_init_in}: the arguments of CUSE_INIT.
 *
 * <pre>
 * offset size field
 *      0    4 major
 *      4    4 minor
 *      8    4 unused
 *     12    4 flags
 *     16      end
 * </pre>
 *
 * <p>Since 7.12. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class CuseInitIn {
    public static final int MAJOR = 0;
    public static final int MINOR = 4;
    public static final int UNUSED = 8;
    public static final int FLAGS = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private CuseInitIn() {}

    public static int major(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAJOR, order);
    }

    public static int minor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MINOR, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
