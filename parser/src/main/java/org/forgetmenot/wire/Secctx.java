// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_secctx}: a security context after the names of CREATE, MKDIR, MKNOD, SYMLINK; name, NUL and context follow.
 *
 * <pre>
 * offset size field
 *      0    4 size
 *      4    4 padding
 *      8      end
 * </pre>
 *
 * <p>Since 7.36. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Secctx {
    public static final int SIZE = 0;
    public static final int PADDING = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private Secctx() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }
}
