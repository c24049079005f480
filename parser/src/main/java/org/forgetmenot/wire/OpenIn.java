// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_open_in}: the arguments of OPEN and OPENDIR.
 *
 * <pre>
 * offset size field
 *      0    4 flags                of open(2)
 *      4    4 open_flags           since 7.33: FUSE_OPEN_*
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class OpenIn {
    public static final int FLAGS = 0;
    public static final int OPEN_FLAGS = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private OpenIn() {}

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int openFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OPEN_FLAGS, order);
    }
}
