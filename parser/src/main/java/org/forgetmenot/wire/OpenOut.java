// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_open_out}: the reply to OPEN and OPENDIR, and after the entry the one to CREATE and TMPFILE.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    4 open_flags           FOPEN_*
 *     12    4 padding              a signed backing_id since 7.40
 *     16      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class OpenOut {
    public static final int FH = 0;
    public static final int OPEN_FLAGS = 8;
    public static final int PADDING = 12;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private OpenOut() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static int openFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OPEN_FLAGS, order);
    }
}
