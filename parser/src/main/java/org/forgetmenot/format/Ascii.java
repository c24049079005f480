// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches in ranges of bytes for ASCII texts: what every text dialect does all day, without a String. */
public final class Ascii {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Ascii() {}

    /** Whether the range begins with {@code expected}. */
    public static boolean startsWith(byte[] bytes, int start, int end, String expected) {
        int length = expected.length();
        if (end - start < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range ends with {@code expected}. */
    public static boolean endsWith(byte[] bytes, int start, int end, String expected) {
        int from = end - expected.length();
        return from >= start && startsWith(bytes, from, end, expected);
    }

    /** Index of the first {@code wanted} in the range, or -1. */
    public static int indexOf(byte[] bytes, int start, int end, char wanted) {
        long pattern = wanted * ONES;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long marks = marks((long) LONG.get(bytes, i) ^ pattern);
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Marks the bytes that are 0. Only above a 0 can the subtraction borrow: the lowest mark is true, others may be false. */
    private static long marks(long eight) {
        return (eight - ONES) & ~eight & HIGHS;
    }

    /** Index of the first {@code wanted}, which is not empty, in the range, or -1. */
    public static int indexOf(byte[] bytes, int start, int end, String wanted) {
        int last = end - wanted.length();
        int i = start;
        if (wanted.length() > 1) {
            long first = wanted.charAt(0) * ONES;
            long second = wanted.charAt(1) * ONES;
            for (; i < end - Long.BYTES; i += Long.BYTES) {
                long marks = marks((long) LONG.get(bytes, i) ^ first) & marks((long) LONG.get(bytes, i + 1) ^ second);
                for (; marks != 0; marks &= marks - 1) {
                    int at = i + (Long.numberOfTrailingZeros(marks) >>> 3);
                    if (startsWith(bytes, at, end, wanted)) {
                        return at;
                    }
                }
            }
        }
        for (; i <= last; i++) {
            if (startsWith(bytes, i, end, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the last {@code wanted} in the range, or -1. */
    public static int lastIndexOf(byte[] bytes, int start, int end, String wanted) {
        char first = wanted.charAt(0);
        for (int i = end - wanted.length(); i >= start; i--) {
            if (bytes[i] == first && startsWith(bytes, i, end, wanted)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /**
     * A hash of a range of bytes, eight at a time: for finding again what was seen, where a hit is compared or a clash
     * harmless.
     */
    public static long hash(byte[] bytes, int start, int end) {
        int length = end - start;
        long hash = length;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, i));
        }
        long last = 0;
        for (int shift = 0; i < end; i++, shift += 8) {
            last |= (bytes[i] & 0xffL) << shift;
        }
        return mix(hash ^ last);
    }

    private static long mix(long hash) {
        long product = hash * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 32;
    }

    /** The value of a hexadecimal digit of either case, or -1. */
    public static int hexDigit(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
