// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers inside a byte array, in the byte order of the kernel that wrote them; neither alignment nor copying is needed.
 *
 * <p>All throw {@link IndexOutOfBoundsException} beyond the array: the caller checks lengths.
 */
public final class Bytes {
    private static final VarHandle SHORT_LE = handle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = handle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = handle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = handle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE = handle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = handle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    private static VarHandle handle(Class<?> view, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(view, order);
    }

    /** An unsigned 16 bit number. */
    public static int u16(byte[] bytes, int at, ByteOrder order) {
        short value =
                order == ByteOrder.LITTLE_ENDIAN ? (short) SHORT_LE.get(bytes, at) : (short) SHORT_BE.get(bytes, at);
        return value & 0xffff;
    }

    /** A 32 bit number; where it is unsigned, use {@link Integer#toUnsignedLong}. */
    public static int i32(byte[] bytes, int at, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? (int) INT_LE.get(bytes, at) : (int) INT_BE.get(bytes, at);
    }

    /** An unsigned 32 bit number. */
    public static long u32(byte[] bytes, int at, ByteOrder order) {
        return Integer.toUnsignedLong(i32(bytes, at, order));
    }

    /** A 64 bit number. */
    public static long i64(byte[] bytes, int at, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? (long) LONG_LE.get(bytes, at) : (long) LONG_BE.get(bytes, at);
    }

    public static void put16(byte[] bytes, int at, ByteOrder order, int value) {
        (order == ByteOrder.LITTLE_ENDIAN ? SHORT_LE : SHORT_BE).set(bytes, at, (short) value);
    }

    public static void put32(byte[] bytes, int at, ByteOrder order, int value) {
        (order == ByteOrder.LITTLE_ENDIAN ? INT_LE : INT_BE).set(bytes, at, value);
    }

    public static void put64(byte[] bytes, int at, ByteOrder order, long value) {
        (order == ByteOrder.LITTLE_ENDIAN ? LONG_LE : LONG_BE).set(bytes, at, value);
    }
}
