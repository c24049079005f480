// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_read_in}: the arguments of READ, READDIR and READDIRPLUS; 24 bytes before 7.9.
 *
 * <pre>
 * offset size field
 *      0    8 fh
 *      8    8 offset
 *     16    4 size
 *     20    4 read_flags           since 7.9: FUSE_READ_LOCKOWNER
 *     24    8 lock_owner           since 7.9
 *     32    4 flags                since 7.9
 *     36    4 padding
 *     40      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class ReadIn {
    public static final int FH = 0;
    public static final int OFFSET = 8;
    public static final int SIZE = 16;
    public static final int READ_FLAGS = 20;
    public static final int LOCK_OWNER = 24;
    public static final int FLAGS = 32;
    public static final int PADDING = 36;
    /** Length in bytes. */
    public static final int BYTES = 40;

    private ReadIn() {}

    public static long fh(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH, order);
    }

    public static long offset(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFFSET, order);
    }

    public static int size(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + SIZE, order);
    }

    public static int readFlags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + READ_FLAGS, order);
    }

    public static long lockOwner(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LOCK_OWNER, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }
}
