// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Text;

/** Numbers in as few bytes as each needs: seven bits to a byte, the low ones first (LEB128). */
final class PackedNumbers {
    /** A number takes no more. */
    static final int NUMBER_BYTES_MAX = 10;

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] bytes;
    private int at;

    /** Writes or reads from the beginning of {@code bytes}. */
    PackedNumbers(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the next number is. */
    int at() {
        return at;
    }

    /** How many bytes are left. */
    int left() {
        return bytes.length - at;
    }

    /** A small number above 0 takes one byte. */
    void put(long number) {
        long left = number;
        while ((left & -MORE) != 0) {
            bytes[at++] = (byte) (left | MORE);
            left >>>= BITS;
        }
        bytes[at++] = (byte) left;
    }

    /** A number near to 0 takes one byte. */
    void putSigned(long number) {
        put(number << 1 ^ number >> Long.SIZE - 1);
    }

    /** Bytes after their number. */
    void put(byte[] from, int offset, int count) {
        put(count);
        System.arraycopy(from, offset, bytes, at, count);
        at += count;
    }

    long next() {
        long number = bytes[at++];
        if (number >= 0) {
            return number;
        }
        number &= MORE - 1;
        int shift = BITS;
        while (true) {
            byte part = bytes[at++];
            number |= (long) (part & MORE - 1) << shift;
            if (part >= 0) {
                return number;
            }
            shift += BITS;
        }
    }

    long nextSigned() {
        long number = next();
        return number >>> 1 ^ -(number & 1);
    }

    /** Points a text to the bytes that follow their number. */
    void next(Text bytesRead) {
        int count = (int) next();
        bytesRead.set(bytes, at, count);
        at += count;
    }
}
