// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;

/**
 * Reads {@code name=value} arguments of a probe event into the event's fields.
 *
 * <p>Values are decimal, {@code 0x} hex, or (very old kernels) bare hex; {@code (fault)} and anything else is unknown.
 */
final class ProbeArguments {
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
                assign(bytes, keyStart, keyEnd, event);
            } else if (bytes[keyEnd + 1 < end ? keyEnd + 1 : keyEnd] == '"') {
                assignString(bytes, keyStart, keyEnd, p, event);
            } else {
                unreadable++;
            }
        }
        return unreadable;
    }

    /** Identifies a key by its first two bytes, its last and its length: distinct for all keys known here. */
    private static int key(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < 2 || length > 127) {
            return 0;
        }
        return key(bytes[start], bytes[start + 1], bytes[end - 1], length);
    }

    private static int key(int first, int second, int last, int length) {
        return first | second << 8 | last << 16 | length << 24;
    }

    private static final int FC = 'f' | 'c' << 8 | 'c' << 16 | 2 << 24;
    private static final int CONN = 'c' | 'o' << 8 | 'n' << 16 | 4 << 24;
    private static final int SB = 's' | 'b' << 8 | 'b' << 16 | 2 << 24;
    private static final int SDEV = 's' | 'd' << 8 | 'v' << 16 | 4 << 24;
    private static final int S_DEV = 's' | '_' << 8 | 'v' << 16 | 5 << 24;
    private static final int NODEID = 'n' | 'o' << 8 | 'd' << 16 | 6 << 24;
    private static final int MP_NODEID = 'm' | 'p' << 8 | 'd' << 16 | 9 << 24;
    private static final int PARENT = 'p' | 'a' << 8 | 't' << 16 | 6 << 24;
    private static final int NLOOKUP = 'n' | 'l' << 8 | 'p' << 16 | 7 << 24;
    private static final int GEN = 'g' | 'e' << 8 | 'n' << 16 | 3 << 24;
    private static final int GENERATION = 'g' | 'e' << 8 | 'n' << 16 | 10 << 24;
    private static final int MODE = 'm' | 'o' << 8 | 'e' << 16 | 4 << 24;
    private static final int AFLAGS = 'a' | 'f' << 8 | 's' << 16 | 6 << 24;
    private static final int ATTR_FLAGS = 'a' | 't' << 8 | 's' << 16 | 10 << 24;
    private static final int INO = 'i' | 'n' << 8 | 'o' << 16 | 3 << 24;
    private static final int INODE = 'i' | 'n' << 8 | 'e' << 16 | 5 << 24;
    private static final int MP_INODE = 'm' | 'p' << 8 | 'e' << 16 | 8 << 24;
    private static final int OPCODE = 'o' | 'p' << 8 | 'e' << 16 | 6 << 24;
    private static final int OP = 'o' | 'p' << 8 | 'p' << 16 | 2 << 24;
    private static final int UNIQUE = 'u' | 'n' << 8 | 'e' << 16 | 6 << 24;
    private static final int ERROR = 'e' | 'r' << 8 | 'r' << 16 | 5 << 24;
    private static final int RET = 'r' | 'e' << 8 | 't' << 16 | 3 << 24;
    private static final int NAME = 'n' | 'a' << 8 | 'e' << 16 | 4 << 24;

    private void assign(byte[] bytes, int start, int end, Event event) {
        switch (key(bytes, start, end)) {
            case FC, CONN -> event.connection(value);
            case SB -> event.superblock(value);
            case SDEV, S_DEV -> event.sDev((int) value);
            case NODEID, MP_NODEID -> event.nodeid(value);
            case PARENT -> event.parent(value);
            case NLOOKUP -> event.nlookup(value);
            case GEN, GENERATION -> event.generation(value);
            case MODE -> event.mode((int) value);
            case AFLAGS, ATTR_FLAGS -> event.attrFlags((int) value);
            case INO -> event.ino(value);
            case INODE, MP_INODE -> event.inode(value);
            case OPCODE, OP -> event.opcode((int) value);
            case UNIQUE -> event.unique(value);
            case ERROR -> event.error((int) value);
            case RET -> assignReturn(event);
            default -> {}
        }
    }

    /** {@code ret} is the function's value: an inode for fuse_iget, an error otherwise. */
    private void assignReturn(Event event) {
        if (event.kind() == EventKind.KERNEL_IGET_RETURN) {
            event.inode(value);
        } else {
            event.error((int) value);
        }
    }

    private static void assignString(byte[] bytes, int start, int end, int valueEnd, Event event) {
        if (key(bytes, start, end) == NAME && valueEnd - end > 2) {
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
