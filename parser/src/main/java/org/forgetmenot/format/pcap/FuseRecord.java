// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;

/**
 * The header before each FUSE message in a packet of link type USER0 (147): forgetmenot's own, as no link type is assigned
 * to FUSE. Numbers are in network byte order, whatever the message's is.
 *
 * <pre>
 * offset size field
 *      0    2 magic       0xf05e
 *      2    1 version     1
 *      3    1 kind        0 a message from the kernel to the server, 1 one from the server to the kernel,
 *                         2 no message: here the recorder lost some
 *      4    2 flags       bit 0: the message is in big-endian order; others are 0 and to be ignored
 *      6    2 queue       0 hiprio, 1 and on request queues of virtio-fs; 0xffff where there are none (/dev/fuse, a stream)
 *      8    4 connection  tells connections of one file apart; 0 where the recorder named none
 *     12      the message, whose first u32 is its length; of kind 2: u64, how many messages were lost, 0 if nobody knows
 * </pre>
 */
final class FuseRecord {
    /** LINKTYPE_USER0. */
    static final int LINK_TYPE = 147;
    /** Length in bytes. */
    static final int BYTES = 12;

    static final int MAGIC = 0xf05e;
    static final int VERSION = 1;
    /** Kinds of records. */
    static final int TO_SERVER = 0;

    static final int TO_KERNEL = 1;
    static final int LOST = 2;

    static final int FLAG_BIG_ENDIAN = 1;
    /** The queue of a transport that has none. */
    static final int NO_QUEUE = 0xffff;

    private static final int VERSION_AT = 2;
    private static final int KIND_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int QUEUE_AT = 6;
    private static final int CONNECTION_AT = 8;

    private FuseRecord() {}

    /** Whether bytes begin with a header that this version knows. */
    static boolean isRecord(byte[] bytes, int at, int length) {
        return length >= BYTES
                && Bytes.u16(bytes, at, ByteOrder.BIG_ENDIAN) == MAGIC
                && bytes[at + VERSION_AT] == VERSION
                && bytes[at + KIND_AT] >= TO_SERVER
                && bytes[at + KIND_AT] <= LOST;
    }

    static int kind(byte[] bytes, int at) {
        return bytes[at + KIND_AT];
    }

    /** Byte order of the message behind the header. */
    static ByteOrder order(byte[] bytes, int at) {
        return (Bytes.u16(bytes, at + FLAGS_AT, ByteOrder.BIG_ENDIAN) & FLAG_BIG_ENDIAN) != 0
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    static int queue(byte[] bytes, int at) {
        return Bytes.u16(bytes, at + QUEUE_AT, ByteOrder.BIG_ENDIAN);
    }

    /** Unsigned 32 bit. */
    static long connection(byte[] bytes, int at) {
        return Bytes.u32(bytes, at + CONNECTION_AT, ByteOrder.BIG_ENDIAN);
    }

    /** How many messages were lost at a record that says so; 0 if nobody knows. */
    static long lostCount(byte[] bytes, int at, int length) {
        return length < BYTES + Long.BYTES ? 0 : Math.max(0, Bytes.i64(bytes, at + BYTES, ByteOrder.BIG_ENDIAN));
    }

    static void putLostCount(byte[] bytes, int at, long count) {
        Bytes.put64(bytes, at + BYTES, ByteOrder.BIG_ENDIAN, count);
    }

    /**
     * Writes a header.
     *
     * @param order byte order of the message behind it
     */
    static void put(byte[] bytes, int at, int kind, int connection, int queue, ByteOrder order) {
        Bytes.put16(bytes, at, ByteOrder.BIG_ENDIAN, MAGIC);
        bytes[at + VERSION_AT] = VERSION;
        bytes[at + KIND_AT] = (byte) kind;
        Bytes.put16(bytes, at + FLAGS_AT, ByteOrder.BIG_ENDIAN, order == ByteOrder.BIG_ENDIAN ? FLAG_BIG_ENDIAN : 0);
        Bytes.put16(bytes, at + QUEUE_AT, ByteOrder.BIG_ENDIAN, queue);
        Bytes.put32(bytes, at + CONNECTION_AT, ByteOrder.BIG_ENDIAN, connection);
    }
}
