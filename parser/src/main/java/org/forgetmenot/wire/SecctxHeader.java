// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_secctx_header}: begins a block of security contexts.
 *
 * <pre>
 * offset size field
 *      0    4 size                 of the whole block, this header included
 *      4    4 nr_secctx            at most FUSE_MAX_NR_SECCTX, by which it differs from an ExtHeader
 *      8      end
 * </pre>
 *
 * <p>Since 7.36. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class SecctxHeader {
    public static final int SIZE = 0;
    public static final int NR_SECCTX = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;
    /** {@code FUSE_MAX_NR_SECCTX}. */
    public static final int NR_SECCTX_MAX = 31;

    private SecctxHeader() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }

    public static int nrSecctx(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NR_SECCTX, order);
    }
}
