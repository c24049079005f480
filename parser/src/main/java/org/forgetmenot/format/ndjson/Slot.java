// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.util.Arrays;
import org.forgetmenot.event.Text;

/** The bytes of one of an event's texts while the event lives: a buffer that grows and is used again. */
final class Slot {
    /** The value of each character, -1 where it has none. */
    private static final byte[] BASE64 = new byte[256];

    static {
        Arrays.fill(BASE64, (byte) -1);
        String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < characters.length(); i++) {
            BASE64[characters.charAt(i)] = (byte) i;
        }
    }

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
    boolean base64(byte[] in, int from, int to, Text text) {
        if ((to - from) % 4 != 0) {
            return false;
        }
        reserve((to - from) / 4 * 3);
        int end = to;
        while (end > from && to - end < 2 && in[end - 1] == '=') {
            end--;
        }
        int i = from;
        for (; i + 4 <= end; i += 4) {
            int bits = BASE64[in[i] & 0xff] << 18
                    | BASE64[in[i + 1] & 0xff] << 12
                    | BASE64[in[i + 2] & 0xff] << 6
                    | BASE64[in[i + 3] & 0xff];
            if (bits < 0) {
                return false;
            }
            put(bits >> 16);
            put(bits >> 8);
            put(bits);
        }
        if (i < end && !lastBytes(in, i, end)) {
            return false;
        }
        text.set(bytes, 0, length);
        return true;
    }

    /** Two or three characters, before one or two of padding. */
    private boolean lastBytes(byte[] in, int from, int end) {
        int third = end - from == 3 ? BASE64[in[from + 2] & 0xff] : 0;
        int bits = BASE64[in[from] & 0xff] << 18 | BASE64[in[from + 1] & 0xff] << 12 | third << 6;
        put(bits >> 16);
        if (end - from == 3) {
            put(bits >> 8);
        }
        return bits >= 0;
    }

    private void reserve(int most) {
        length = 0;
        if (bytes.length < most) {
            bytes = new byte[Math.max(most, bytes.length * 2)];
        }
    }
}
