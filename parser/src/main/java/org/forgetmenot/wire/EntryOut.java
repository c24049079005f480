// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_entry_out}: the reply that hands out a nodeid: the server's lookup count of it rises by one.
 *
 * <pre>
 * offset size field
 *      0    8 nodeid               0 is a negative entry, which counts nothing
 *      8    8 generation
 *     16    8 entry_valid          seconds the name may be cached
 *     24    8 attr_valid           seconds the attributes may be cached
 *     32    4 entry_valid_nsec
 *     36    4 attr_valid_nsec
 *     40   88 attr                 see Attr; 80 bytes before 7.9
 *    128      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class EntryOut {
    public static final int NODEID = 0;
    public static final int GENERATION = 8;
    public static final int ENTRY_VALID = 16;
    public static final int ATTR_VALID = 24;
    public static final int ENTRY_VALID_NSEC = 32;
    public static final int ATTR_VALID_NSEC = 36;
    public static final int ATTR = 40;
    /** Length in bytes. */
    public static final int BYTES = 128;

    private EntryOut() {}

    public static long nodeid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + NODEID, order);
    }

    public static long generation(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + GENERATION, order);
    }

    public static long entryValid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ENTRY_VALID, order);
    }

    public static long attrValid(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i64(bytes, at + ATTR_VALID, order);
    }

    public static int entryValidNsec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ENTRY_VALID_NSEC, order);
    }

    public static int attrValidNsec(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + ATTR_VALID_NSEC, order);
    }
}
