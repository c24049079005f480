// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_release_in}: the arguments of RELEASE and RELEASEDIR.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    4 flags
 *     12    4 release_flags        since 7.8: FUSE_RELEASE_*
 *     16    8 lock_owner           since 7.8
 *     24      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class ReleaseIn {
    public static final int FH = 0;
    public static final int FLAGS = 8;
    public static final int RELEASE_FLAGS = 12;
    public static final int LOCK_OWNER = 16;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private ReleaseIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int releaseFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + RELEASE_FLAGS, order);
    }

    public static long lockOwner(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LOCK_OWNER, order);
    }
}
