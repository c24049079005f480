// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_attr_out}: the reply to GETATTR and SETATTR.
 *
 * <pre>
 * offset size field
 *      0    8 attr_valid
 *      8    4 attr_valid_nsec
 *     12    4 dummy
 *     16   88 attr                 see Attr; 80 bytes before 7.9
 *    104      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class AttrOut {
    public static final int ATTR_VALID = 0;
    public static final int ATTR_VALID_NSEC = 8;
    public static final int DUMMY = 12;
    public static final int ATTR = 16;
    /** Length in bytes. */
    public static final int BYTES = 104;

    private AttrOut() {}

    public static long attrValid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATTR_VALID, order);
    }

    public static int attrValidNsec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ATTR_VALID_NSEC, order);
    }
}
