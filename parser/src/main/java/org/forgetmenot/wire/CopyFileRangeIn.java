// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_copy_file_range_in}: the arguments of COPY_FILE_RANGE and COPY_FILE_RANGE_64.
 *
 * <pre>
 * offset size field
 *      0    8 fh_in
 *      8    8 off_in
 *     16    8 nodeid_out
 *     24    8 fh_out
 *     32    8 off_out
 *     40    8 len
 *     48    8 flags
 *     56      end
 * </pre>
 *
 * <p>Since 7.28. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class CopyFileRangeIn {
    public static final int FH_IN = 0;
    public static final int OFF_IN = 8;
    public static final int NODEID_OUT = 16;
    public static final int FH_OUT = 24;
    public static final int OFF_OUT = 32;
    public static final int LEN = 40;
    public static final int FLAGS = 48;
    /** Length in bytes. */
    public static final int BYTES = 56;

    private CopyFileRangeIn() {}

    public static long fhIn(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH_IN, order);
    }

    public static long offIn(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFF_IN, order);
    }

    public static long nodeidOut(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NODEID_OUT, order);
    }

    public static long fhOut(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FH_OUT, order);
    }

    public static long offOut(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + OFF_OUT, order);
    }

    public static long len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + LEN, order);
    }

    public static long flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FLAGS, order);
    }
}
