// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_create_in}: the arguments of CREATE and TMPFILE; the name follows.
 *
 * <pre>
 * offset size field
 *      0    4 flags                of open(2)
 *      4    4 mode
 *      8    4 umask                since 7.12
 *     12    4 open_flags           since 7.33: FUSE_OPEN_*
 *     16      end
 * </pre>
 *
 * <p>Since 7.3. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class CreateIn {
    public static final int FLAGS = 0;
    public static final int MODE = 4;
    public static final int UMASK = 8;
    public static final int OPEN_FLAGS = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private CreateIn() {}

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MODE, order);
    }

    public static int umask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UMASK, order);
    }

    public static int openFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OPEN_FLAGS, order);
    }
}
