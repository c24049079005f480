// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/**
 * Reads a range of bytes from left to right: literals and numbers, one after the other, as in
 * {@code cursor.skip("nodeid: ") && cursor.unsigned()}.
 *
 * <p>A step that does not match returns false and leaves the cursor where it was. One cursor serves all lines of a reader.
 */
public final class Cursor {
    /** 2^64 / 10: a number above it has no room for another digit. */
    private static final long UNSIGNED_TENTH = 0x1999999999999999L;

    /** So many digits fit in any case. */
    private static final int SAFE_DIGITS = 18;

    private static final int HEX_DIGITS_MAX = 16;
    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY;
    private int at;
    private int end;
    private long value;

    /**
     * Begins with another range.
     *
     * @return this
     */
    public Cursor over(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Index of the next byte. */
    public int at() {
        return at;
    }

    public int end() {
        return end;
    }

    /** Moves to an index in the range. */
    public void moveTo(int index) {
        at = index;
    }

    public boolean atEnd() {
        return at == end;
    }

    /** The next byte as 0 to 255, or -1 at the end. */
    public int peek() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    /** Passes {@code literal}. */
    public boolean skip(String literal) {
        if (!Ascii.startsWith(bytes, at, end, literal)) {
            return false;
        }
        at += literal.length();
        return true;
    }

    /** Passes one character. */
    public boolean skip(char literal) {
        if (at >= end || bytes[at] != literal) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes everything up to and including the next {@code literal}. */
    public boolean skipPast(String literal) {
        int found = Ascii.indexOf(bytes, at, end, literal);
        if (found < 0) {
            return false;
        }
        at = found + literal.length();
        return true;
    }

    /** Passes spaces, if there are any, and says how many. */
    public int skipSpaces() {
        int from = at;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at - from;
    }

    /** Passes a decimal number below 2^64 and keeps it as {@link #value}, unsigned. */
    public boolean unsigned() {
        long number = 0;
        int i = at;
        for (int safe = Math.min(end, at + SAFE_DIGITS); i < safe && Ascii.isDigit(bytes[i]); i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        for (; i < end && Ascii.isDigit(bytes[i]); i++) {
            int digit = bytes[i] - '0';
            if (number < 0 || number > UNSIGNED_TENTH || (number == UNSIGNED_TENTH && digit > 5)) {
                return false;
            }
            number = number * 10 + digit;
        }
        return keep(number, i);
    }

    /** Passes a decimal number with or without a minus; what fits only an unsigned number is taken as one. */
    public boolean signed() {
        int from = at;
        boolean minus = skip('-');
        if (!unsigned()) {
            at = from;
            return false;
        }
        if (minus) {
            value = -value;
        }
        return true;
    }

    /** Passes a decimal number that fits an {@code int} of 32 bit, signed or unsigned. */
    public boolean int32() {
        int from = at;
        if (!signed() || value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            at = from;
            return false;
        }
        return true;
    }

    /** Passes a hexadecimal number below 2^64 without {@code 0x} and keeps it as {@link #value}, unsigned. */
    public boolean hex() {
        long number = 0;
        int i = at;
        for (; i < end; i++) {
            int digit = Ascii.hexDigit(bytes[i]);
            if (digit < 0) {
                break;
            }
            if (i - at == HEX_DIGITS_MAX) {
                return false;
            }
            number = number << 4 | digit;
        }
        return keep(number, i);
    }

    private boolean keep(long number, int next) {
        if (next == at) {
            return false;
        }
        value = number;
        at = next;
        return true;
    }

    /** The last number that was passed. */
    public long value() {
        return value;
    }

    /** The last number that was passed, its low 32 bits. */
    public int intValue() {
        return (int) value;
    }
}
