// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import org.forgetmenot.event.Text;
import org.forgetmenot.format.Ascii;

/** The bytes of one of an event's texts while the event lives: a buffer that grows and is used again. */
final class Slot {
    private byte[] bytes = new byte[256];
    private int length;

    private void put(int b) {
        bytes[length++] = (byte) b;
    }

    /**
     * Takes a JSON string's characters as UTF-8.
     *
     * @return false if they are no Unicode text (half a surrogate pair)
     */
    boolean characters(char[] chars, int from, int count, Text text) {
        reserve(count * 3);
        for (int i = from; i < from + count; i++) {
            int c = chars[i];
            if (c < 0x80) {
                put(c);
            } else if (c < 0x800) {
                put(0xc0 | c >> 6);
                put(0x80 | c & 0x3f);
            } else if (!Character.isSurrogate((char) c)) {
                put(0xe0 | c >> 12);
                put(0x80 | c >> 6 & 0x3f);
                put(0x80 | c & 0x3f);
            } else {
                i++;
                if (i == from + count || !Character.isSurrogatePair((char) c, chars[i])) {
                    return false;
                }
                int point = Character.toCodePoint((char) c, chars[i]);
                put(0xf0 | point >> 18);
                put(0x80 | point >> 12 & 0x3f);
                put(0x80 | point >> 6 & 0x3f);
                put(0x80 | point & 0x3f);
            }
        }
        text.set(bytes, 0, length);
        return true;
    }

    /**
     * Takes base64 (RFC 4648, with its padding).
     *
     * @return false if it is none
     */
    boolean base64(char[] chars, int from, int count, Text text) {
        if (count % 4 != 0) {
            return false;
        }
        reserve(count / 4 * 3);
        int end = from + count;
        while (end > from && from + count - end < 2 && chars[end - 1] == '=') {
            end--;
        }
        int bits = 0;
        int held = 0;
        for (int i = from; i < end; i++) {
            int value = value(chars[i]);
            if (value < 0) {
                return false;
            }
            bits = bits << 6 | value;
            held += 6;
            if (held >= 8) {
                held -= 8;
                put(bits >> held);
            }
        }
        text.set(bytes, 0, length);
        return true;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (Ascii.isDigit(c)) {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }

    private void reserve(int most) {
        length = 0;
        if (bytes.length < most) {
            bytes = new byte[Math.max(most, bytes.length * 2)];
        }
    }
}
