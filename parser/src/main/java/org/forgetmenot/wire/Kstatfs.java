// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_kstatfs}: file system statistics.
 *
 * <pre>
 * offset size field
 *      0    8 blocks
 *      8    8 bfree
 *     16    8 bavail
 *     24    8 files
 *     32    8 ffree
 *     40    4 bsize
 *     44    4 namelen
 *     48    4 frsize               since 7.4
 *     52    4 padding
 *     56   24 spare[6]
 *     80      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Kstatfs {
    public static final int BLOCKS = 0;
    public static final int BFREE = 8;
    public static final int BAVAIL = 16;
    public static final int FILES = 24;
    public static final int FFREE = 32;
    public static final int BSIZE = 40;
    public static final int NAMELEN = 44;
    public static final int FRSIZE = 48;
    public static final int PADDING = 52;
    public static final int SPARE = 56;
    /** Length in bytes. */
    public static final int BYTES = 80;

    private Kstatfs() {}

    public static long blocks(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BLOCKS, order);
    }

    public static long bfree(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BFREE, order);
    }

    public static long bavail(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + BAVAIL, order);
    }

    public static long files(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FILES, order);
    }

    public static long ffree(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FFREE, order);
    }

    public static int bsize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + BSIZE, order);
    }

    public static int namelen(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + NAMELEN, order);
    }

    public static int frsize(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FRSIZE, order);
    }
}
