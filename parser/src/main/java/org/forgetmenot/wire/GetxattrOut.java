// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_getxattr_out}: the reply to GETXATTR and LISTXATTR with size 0.
 *
 * <pre>
 * offset size field
 *      0    4 size
 *      4    4 padding
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class GetxattrOut {
    public static final int SIZE = 0;
    public static final int PADDING = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private GetxattrOut() {}

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }
}
