// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_init_in}: the arguments of INIT; 16 bytes before 7.36.
 *
 * <pre>
 * offset size field
 *      0    4 major
 *      4    4 minor                the newest that the kernel speaks
 *      8    4 max_readahead        since 7.6
 *     12    4 flags                low half of InitFlags
 *     16    4 flags2               since 7.36, with FUSE_INIT_EXT: high half of InitFlags
 *     20   44 unused[11]
 *     64      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class InitIn {
    public static final int MAJOR = 0;
    public static final int MINOR = 4;
    public static final int MAX_READAHEAD = 8;
    public static final int FLAGS = 12;
    public static final int FLAGS2 = 16;
    public static final int UNUSED = 20;
    /** Length in bytes. */
    public static final int BYTES = 64;

    private InitIn() {}

    public static int major(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAJOR, order);
    }

    public static int minor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MINOR, order);
    }

    public static int maxReadahead(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_READAHEAD, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int flags2(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS2, order);
    }
}
