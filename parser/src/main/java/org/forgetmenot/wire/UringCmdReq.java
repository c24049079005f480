// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_uring_cmd_req}: the command in an io_uring submission.
 *
 * <pre>
 * offset size field
 *      0    8 flags
 *      8    8 commit_id
 *     16    2 qid
 *     18    6 unused
 *     24      end
 * </pre>
 *
 * <p>Since 7.42. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class UringCmdReq {
    public static final int FLAGS = 0;
    public static final int COMMIT_ID = 8;
    public static final int QID = 16;
    /** Length in bytes. */
    public static final int BYTES = 24;

    private UringCmdReq() {}

    public static long flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + FLAGS, order);
    }

    public static long commitId(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + COMMIT_ID, order);
    }

    public static int qid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + QID, order);
    }
}
