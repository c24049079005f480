// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_ioctl_iovec}: one buffer that an unrestricted IOCTL asks for.
 *
 * <pre>
 * offset size field
 *      0    8 base
 *      8    8 len
 *     16      end
 * </pre>
 *
 * <p>Since 7.16. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class IoctlIovec {
    public static final int BASE = 0;
    public static final int LEN = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private IoctlIovec() {}

    public static long base(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BASE, order);
    }

    public static long len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LEN, order);
    }
}
