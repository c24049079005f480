// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/** Searches in ranges of bytes for ASCII texts: what every text dialect does all day, without a String. */
public final class Ascii {
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
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the first {@code wanted} in the range, or -1. */
    public static int indexOf(byte[] bytes, int start, int end, String wanted) {
        char first = wanted.charAt(0);
        int last = end - wanted.length();
        for (int i = start; i <= last; i++) {
            if (bytes[i] == first && startsWith(bytes, i, end, wanted)) {
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

    /** The value of a hexadecimal digit of either case, or -1. */
    public static int hexDigit(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
