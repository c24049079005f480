// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_mkdir_in}: the arguments of MKDIR; the name follows.
 *
 * <pre>
 * offset size field
 *      0    4 mode
 *      4    4 umask                since 7.12
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class MkdirIn {
    public static final int MODE = 0;
    public static final int UMASK = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private MkdirIn() {}

    public static int mode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MODE, order);
    }

    public static int umask(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UMASK, order);
    }
}
