// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_in_header}: begins every request from the kernel.
 *
 * <pre>
 * offset size field
 *      0    4 len                  length of the whole message, header included
 *      4    4 opcode               see Opcode
 *      8    8 unique               id of the request; bit 63 marks a resend (7.40), bit 0 an INTERRUPT (Linux 4.20 and later)
 *     16    8 nodeid               what the request is about; 0 for INIT, BATCH_FORGET, DESTROY, INTERRUPT
 *     24    4 uid                  of the caller; 0xffffffff when it does not apply
 *     28    4 gid                  of the caller; 0xffffffff when it does not apply
 *     32    4 pid                  of the caller; 0 for what the kernel does by itself
 *     36    2 total_extlen         since 7.38, length of the extensions in units of 8 bytes; 0 before
 *     38    2 padding
 *     40      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class InHeader {
    public static final int LEN = 0;
    public static final int OPCODE = 4;
    public static final int UNIQUE = 8;
    public static final int NODEID = 16;
    public static final int UID = 24;
    public static final int GID = 28;
    public static final int PID = 32;
    public static final int TOTAL_EXTLEN = 36;
    public static final int PADDING = 38;
    /** Length in bytes. */
    public static final int BYTES = 40;
    /** {@code FUSE_UNIQUE_RESEND}: set in {@code unique} when the kernel sends a request again (since 7.40). */
    public static final long UNIQUE_RESEND = 1L << 63;

    private InHeader() {}

    public static int len(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + LEN, order);
    }

    public static int opcode(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + OPCODE, order);
    }

    public static long unique(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + UNIQUE, order);
    }

    public static long nodeid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NODEID, order);
    }

    public static int uid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + UID, order);
    }

    public static int gid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + GID, order);
    }

    public static int pid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + PID, order);
    }

    public static int totalExtlen(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + TOTAL_EXTLEN, order);
    }
}
