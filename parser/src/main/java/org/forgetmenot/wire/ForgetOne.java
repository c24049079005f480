// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_forget_one}: an item of BATCH_FORGET.
 *
 * <pre>
 * offset size field
 *      0    8 nodeid
 *      8    8 nlookup
 *     16      end
 * </pre>
 *
 * <p>Since 7.16. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class ForgetOne {
    public static final int NODEID = 0;
    public static final int NLOOKUP = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private ForgetOne() {}

    public static long nodeid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NODEID, order);
    }

    public static long nlookup(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NLOOKUP, order);
    }
}
