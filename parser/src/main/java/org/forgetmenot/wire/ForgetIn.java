// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_forget_in}: the arguments of FORGET.
 *
 * <pre>
 * offset size field
 *      0    8 nlookup              how much of the lookup count is given back
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class ForgetIn {
    public static final int NLOOKUP = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private ForgetIn() {}

    public static long nlookup(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NLOOKUP, order);
    }
}
