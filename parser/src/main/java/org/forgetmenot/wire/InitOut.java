// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.nio.ByteOrder;

/**
 * {@code struct fuse_init_out}: the reply to INIT; 8 bytes before 7.5, 24 before 7.23.
 *
 * <pre>
 * offset size field
 *      0    4 major
 *      4    4 minor                what is spoken is the smaller one of both sides'
 *      8    4 max_readahead        since 7.6
 *     12    4 flags                low half of InitFlags
 *     16    2 max_background       since 7.13
 *     18    2 congestion_threshold since 7.13
 *     20    4 max_write
 *     24    4 time_gran            since 7.23
 *     28    2 max_pages            since 7.28
 *     30    2 map_alignment        since 7.31
 *     32    4 flags2               since 7.36: high half of InitFlags
 *     36    4 max_stack_depth      since 7.40
 *     40    2 request_timeout      since 7.43
 *     42   22 unused
 *     64      end
 * </pre>
 *
 * <p>Since the protocol's beginning. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class InitOut {
    public static final int MAJOR = 0;
    public static final int MINOR = 4;
    public static final int MAX_READAHEAD = 8;
    public static final int FLAGS = 12;
    public static final int MAX_BACKGROUND = 16;
    public static final int CONGESTION_THRESHOLD = 18;
    public static final int MAX_WRITE = 20;
    public static final int TIME_GRAN = 24;
    public static final int MAX_PAGES = 28;
    public static final int MAP_ALIGNMENT = 30;
    public static final int FLAGS2 = 32;
    public static final int MAX_STACK_DEPTH = 36;
    public static final int REQUEST_TIMEOUT = 40;
    /** Length in bytes. */
    public static final int BYTES = 64;

    private InitOut() {}

    public static int major(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAJOR, order);
    }

    public static int minor(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MINOR, order);
    }

    public static int maxReadahead(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_READAHEAD, order);
    }

    public static int flags(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS, order);
    }

    public static int maxBackground(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + MAX_BACKGROUND, order);
    }

    public static int congestionThreshold(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + CONGESTION_THRESHOLD, order);
    }

    public static int maxWrite(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_WRITE, order);
    }

    public static int timeGran(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + TIME_GRAN, order);
    }

    public static int maxPages(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + MAX_PAGES, order);
    }

    public static int mapAlignment(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + MAP_ALIGNMENT, order);
    }

    public static int flags2(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + FLAGS2, order);
    }

    public static int maxStackDepth(byte[] bytes, int at, ByteOrder order) {
        return Bytes.i32(bytes, at + MAX_STACK_DEPTH, order);
    }

    public static int requestTimeout(byte[] bytes, int at, ByteOrder order) {
        return Bytes.u16(bytes, at + REQUEST_TIMEOUT, order);
    }
}
