// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_out_header}: begins every reply and notification from the server.
 *
 * <pre>
 * offset size field
 *      0    4 len                  length of the whole message, header included
 *      4    4 error                0 or a negative errno; a notification's code when unique is 0
 *      8    8 unique               of the request; 0 for a notification
 *     16      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class OutHeader {
    public static final int LEN = 0;
    public static final int ERROR = 4;
    public static final int UNIQUE = 8;
    /** Length in bytes. */
    public static final int BYTES = 16;

    private OutHeader() {}

    public static int len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + LEN, order);
    }

    public static int error(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ERROR, order);
    }

    public static long unique(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + UNIQUE, order);
    }
}
