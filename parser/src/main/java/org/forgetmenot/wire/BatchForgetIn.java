// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_batch_forget_in}: the arguments of BATCH_FORGET; its items follow, see ForgetOne.
 *
 * <pre>
 * offset size field
 *      0    4 count                how many items follow
 *      4    4 dummy
 *      8      end
 * </pre>
 *
 * <p>Since 7.16. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class BatchForgetIn {
    public static final int COUNT = 0;
    public static final int DUMMY = 4;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private BatchForgetIn() {}

    public static int count(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + COUNT, order);
    }
}
