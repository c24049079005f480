// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.Arrays;

/**
 * Takes escapes out of a range of bytes into a buffer of its own. The input may lie in that buffer already, because what
 * comes out is never longer than what goes in: wrappers inside wrappers need no second buffer.
 */
public final class Unescape {
    private static final byte ESCAPE = 0x1b;

    private byte[] out = new byte[256];
    private int length;

    /** The buffer that holds what came out. */
    public byte[] bytes() {
        return out;
    }

    /** How many bytes came out. */
    public int length() {
        return length;
    }

    /**
     * Reads a string of JSON, logfmt or Go up to its closing quote.
     *
     * @param from the first byte after the opening quote
     */
    public void quoted(byte[] in, int from, int end) {
        begin(end - from);
        int i = from;
        while (i < end && in[i] != '"') {
            if (in[i] != '\\' || i + 1 == end) {
                out[length++] = in[i++];
                continue;
            }
            i += escape(in, i, end);
        }
    }

    /** Reads a line without the colour codes and other control sequences of terminals. */
    void withoutColours(byte[] in, int from, int end) {
        begin(end - from);
        int i = from;
        while (i < end) {
            if (in[i] == ESCAPE && i + 1 < end && in[i + 1] == '[') {
                i = endOfSequence(in, i + 2, end);
            } else {
                out[length++] = in[i++];
            }
        }
    }

    private static int endOfSequence(byte[] in, int from, int end) {
        int i = from;
        while (i < end && in[i] >= 0x20 && in[i] < 0x40) {
            i++;
        }
        return Math.min(i + 1, end);
    }

    private void begin(int most) {
        length = 0;
        if (out.length < most) {
            out = Arrays.copyOf(out, Math.max(most, out.length * 2));
        }
    }

    /** Writes what one escape stands for and returns its length. */
    private int escape(byte[] in, int at, int end) {
        byte kind = in[at + 1];
        switch (kind) {
            case 'n' -> out[length++] = '\n';
            case 't' -> out[length++] = '\t';
            case 'r' -> out[length++] = '\r';
            case 'a' -> out[length++] = 7;
            case 'b' -> out[length++] = '\b';
            case 'f' -> out[length++] = '\f';
            case 'v' -> out[length++] = 0x0b;
            case 'x' -> {
                int code = hex(in, at + 2, 2, end);
                if (code >= 0) {
                    out[length++] = (byte) code;
                    return 4;
                }
                out[length++] = kind;
            }
            case 'u' -> {
                return unicode(in, at, end);
            }
            default -> out[length++] = kind;
        }
        return 2;
    }

    private int unicode(byte[] in, int at, int end) {
        int code = hex(in, at + 2, 4, end);
        if (code < 0) {
            out[length++] = 'u';
            return 2;
        }
        int taken = 6;
        if (Character.isHighSurrogate((char) code) && at + 7 < end && in[at + 6] == '\\' && in[at + 7] == 'u') {
            int low = hex(in, at + 8, 4, end);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                code = Character.toCodePoint((char) code, (char) low);
                taken = 12;
            }
        }
        utf8(code);
        return taken;
    }

    private void utf8(int code) {
        if (code < 0x80) {
            out[length++] = (byte) code;
            return;
        }
        if (code < 0x800) {
            out[length++] = (byte) (0xc0 | code >> 6);
        } else {
            if (code < 0x10000) {
                out[length++] = (byte) (0xe0 | code >> 12);
            } else {
                out[length++] = (byte) (0xf0 | code >> 18);
                out[length++] = (byte) (0x80 | (code >> 12 & 0x3f));
            }
            out[length++] = (byte) (0x80 | (code >> 6 & 0x3f));
        }
        out[length++] = (byte) (0x80 | (code & 0x3f));
    }

    private static int hex(byte[] in, int from, int digits, int end) {
        if (from + digits > end) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Ascii.hexDigit(in[i]);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
