// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_link_in}: the arguments of LINK; the new name follows.
 *
 * <pre>
 * offset size field
 *      0    8 oldnodeid            the inode to link to; the header names the new parent
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class LinkIn {
    public static final int OLDNODEID = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private LinkIn() {}

    public static long oldnodeid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OLDNODEID, order);
    }
}
