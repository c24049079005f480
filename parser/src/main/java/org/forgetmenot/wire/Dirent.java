// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_dirent}: an entry of a READDIR reply; the name follows without a NUL, zeros pad to 8 bytes.
 *
 * <pre>
 * offset size field
 *      0    8 ino
 *      8    8 off
 *     16    4 namelen
 *     20    4 type                 DT_*: 4 directory, 8 file, 10 symbolic link
 *     24      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Dirent {
    public static final int INO = 0;
    public static final int OFF = 8;
    public static final int NAMELEN = 16;
    public static final int TYPE = 20;
    /** Where the name begins. */
    public static final int NAME = 24;
    /** Length in bytes of the part before the name. */
    public static final int BYTES = 24;

    private Dirent() {}

    public static long ino(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + INO, order);
    }

    public static long off(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFF, order);
    }

    public static int namelen(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NAMELEN, order);
    }

    public static int type(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + TYPE, order);
    }

    /** Length of an entry with its name and padding; beyond an {@code int} for a damaged {@code namelen}. */
    public static long recordBytes(int namelen) {
        return (NAME + Integer.toUnsignedLong(namelen) + 7) & ~7L;
    }
}
