// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;

/**
 * Reads {@code name=value} arguments of a probe event into the event's fields.
 *
 * <p>Values are decimal, {@code 0x} hex, or (very old kernels) bare hex; {@code (fault)} and anything else is unknown.
 */
final class ProbeArguments {
    /** Of a number of 64 bit, unsigned. */
    private static final int DECIMAL_DIGITS_MAX = 20;

    private long value;
    private boolean valueKnown;
    private int valueEnd;

    /**
     * Reads arguments from {@code bytes[from .. end)}.
     *
     * @return how many values could not be read
     */
    int read(byte[] bytes, int from, int end, Event event) {
        int unreadable = 0;
        int p = from;
        while (p < end) {
            while (p < end && bytes[p] == ' ') {
                p++;
            }
            int keyStart = p;
            while (p < end && bytes[p] != '=' && bytes[p] != ' ') {
                p++;
            }
            if (p >= end || bytes[p] != '=') {
                continue;
            }
            int keyEnd = p;
            p = readValue(bytes, p + 1, end);
            if (valueKnown) {
                ProbeFields.assign(ProbeFields.key(bytes, keyStart, keyEnd), value, event);
            } else if (bytes[keyEnd + 1 < end ? keyEnd + 1 : keyEnd] == '"') {
                assignString(bytes, keyStart, keyEnd, p, event);
            } else {
                unreadable++;
            }
        }
        return unreadable;
    }

    private static void assignString(byte[] bytes, int start, int end, int valueEnd, Event event) {
        if (ProbeFields.isName(ProbeFields.key(bytes, start, end)) && valueEnd - end > 2) {
            event.name().set(bytes, end + 2, valueEnd - end - 3);
        }
    }

    /** Reads one value; sets {@link #valueKnown}; returns the index behind it. */
    private int readValue(byte[] bytes, int from, int end) {
        int p = from;
        valueKnown = false;
        if (p >= end) {
            return p;
        }
        if (bytes[p] == '"') {
            p++;
            while (p < end && !(bytes[p] == '"' && (p + 1 == end || bytes[p + 1] == ' '))) {
                p++;
            }
            return Math.min(p + 1, end);
        }
        if (p + 2 < end && bytes[p] == '0' && bytes[p + 1] == 'x') {
            return hex(bytes, p + 2, end);
        }
        boolean negative = bytes[p] == '-';
        int digits = negative ? p + 1 : p;
        long number = 0;
        int q = digits;
        while (q < end && bytes[q] >= '0' && bytes[q] <= '9') {
            number = number * 10 + (bytes[q++] - '0');
        }
        if (q > digits && (q == end || bytes[q] == ' ')) {
            if (q - digits > DECIMAL_DIGITS_MAX) {
                return q;
            }
            value = negative ? -number : number;
            valueKnown = true;
            return q;
        }
        return hex(bytes, p, end);
    }

    private int hex(byte[] bytes, int from, int end) {
        if (end - from >= 16 && (end - from == 16 || bytes[from + 16] == ' ')) {
            long high = HexWords.parse(bytes, from);
            long low = HexWords.parse(bytes, from + 8);
            if ((high | low) >= 0) {
                value = high << 32 | low;
                valueKnown = true;
                return from + 16;
            }
        }
        long number = 0;
        int p = from;
        while (p < end && bytes[p] != ' ') {
            int digit = Ascii.hexDigit(bytes[p]);
            if (digit < 0 || p - from >= 16) {
                while (p < end && bytes[p] != ' ') {
                    p++;
                }
                return p;
            }
            number = number << 4 | digit;
            p++;
        }
        value = number;
        valueKnown = p > from;
        return p;
    }

    /**
     * Reads the number behind a word of a tracepoint's body, {@code word 12} or (with the fields option)
     * {@code word=0xc (12)}.
     *
     * @return whether there is one; {@link #number} has it
     */
    boolean numberAfter(byte[] bytes, int from, int end, byte[] word) {
        int last = end - word.length;
        for (int p = from; p < last; p++) {
            if (matches(bytes, p, word) && (bytes[p + word.length] == ' ' || bytes[p + word.length] == '=')) {
                valueEnd = readValue(bytes, p + word.length + 1, end);
                return valueKnown;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** What {@link #numberAfter} found. */
    long number() {
        return value;
    }

    /** Index behind what {@link #numberAfter} found. */
    int end() {
        return valueEnd;
    }
}
