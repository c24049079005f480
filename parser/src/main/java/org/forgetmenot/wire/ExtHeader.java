// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_ext_header}: begins an extension after the names.
 *
 * <pre>
 * offset size field
 *      0    4 size                 this header included
 *      4    4 type                 greater than FUSE_MAX_NR_SECCTX
 *      8      end
 * </pre>
 *
 * <p>Since 7.38. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class ExtHeader {
    public static final int SIZE = 0;
    public static final int TYPE = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private ExtHeader() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }

    public static int type(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + TYPE, order);
    }
}
