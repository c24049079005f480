// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_interrupt_in}: the arguments of INTERRUPT.
 *
 * <pre>
 * offset size field
 *      0    8 unique               of the request to interrupt
 *      8      end
 * </pre>
 *
 * <p>Since 7.7. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class InterruptIn {
    public static final int UNIQUE = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private InterruptIn() {}

    public static long unique(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + UNIQUE, order);
    }
}
