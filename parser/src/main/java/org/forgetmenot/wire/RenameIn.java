// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_rename_in}: the arguments of RENAME; the old and the new name follow.
 *
 * <pre>
 * offset size field
 *      0    8 newdir               nodeid of the new parent
 *      8      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class RenameIn {
    public static final int NEWDIR = 0;
    /** Length in bytes. */
    public static final int BYTES = 8;

    private RenameIn() {}

    public static long newdir(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NEWDIR, order);
    }
}
