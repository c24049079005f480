// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import java.util.Arrays;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.message.MessageDecoder;

/** Gathers the bytes of quoted strings of strace: {@code \xHH}, C escapes and octal ones, {@code "..."...} where it was cut. */
final class StraceString {
    private static final byte[] HEX = new byte[256];

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) Ascii.hexDigit(i);
        }
    }

    private byte[] out = new byte[1 << 12];
    private int length;
    private boolean cut;

    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /** Whether bytes are missing at the end. */
    boolean isCut() {
        return cut;
    }

    void clear() {
        length = 0;
        cut = false;
    }

    void limit(int most) {
        length = Math.min(length, most);
    }

    /** Adds the bytes of a line of a hexdump: {@code 01 00 ...  12 00 ...  text |}, two blanks after the eighth. */
    void dump(Cursor cursor) {
        byte[] in = cursor.bytes();
        int at = cursor.at();
        for (int i = 0; i < 16 && length < MessageDecoder.MESSAGE_BYTES_MAX; i++) {
            int digits = at + i * 3 + (i >= 8 ? 1 : 0);
            int high = digits + 1 < cursor.end() ? Ascii.hexDigit(in[digits]) : -1;
            int low = high < 0 ? -1 : Ascii.hexDigit(in[digits + 1]);
            if (low < 0) {
                return;
            }
            if (length == out.length) {
                out = Arrays.copyOf(out, length * 2);
            }
            out[length++] = (byte) (high << 4 | low);
        }
    }

    /** Passes a string; after one that was cut, no more bytes are kept. False if there is none. */
    boolean pass(Cursor cursor) {
        if (!cursor.skip('"')) {
            return false;
        }
        byte[] in = cursor.bytes();
        int i = cursor.at();
        int end = cursor.end();
        int keep = length;
        if (out.length - length < end - i) {
            out = Arrays.copyOf(out, length + end - i);
        }
        while (i < end && in[i] != '"') {
            if (in[i] != '\\') {
                out[length++] = in[i++];
            } else if (i + 3 < end && in[i + 1] == 'x') {
                out[length++] = (byte) (HEX[in[i + 2] & 0xff] << 4 | (HEX[in[i + 3] & 0xff] & 0xf));
                i += 4;
            } else {
                i = escape(in, i + 1, end);
            }
        }
        cursor.moveTo(i);
        if (cut) {
            length = keep;
        }
        if (!cursor.skip('"')) {
            return false;
        }
        cut |= cursor.skip("...");
        return true;
    }

    private int escape(byte[] in, int at, int end) {
        int i = at;
        if (i == end) {
            return i;
        }
        int value = 0;
        int digits = 0;
        while (i < end && digits < 3 && in[i] >= '0' && in[i] <= '7') {
            value = value * 8 + in[i++] - '0';
            digits++;
        }
        if (digits == 0) {
            value = switch (in[i]) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'f' -> '\f';
                case 'v' -> 0x0b;
                default -> in[i];
            };
            i++;
        }
        out[length++] = (byte) value;
        return i;
    }
}
