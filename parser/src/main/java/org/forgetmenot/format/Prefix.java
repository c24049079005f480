// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The beginning of a capture, decompressed: all that sniffing may look at. */
public final class Prefix {
    /** How far sniffing looks: enough to pass a daemon's start-up chatter. */
    public static final int MAX_BYTES = 256 * 1024;

    private final byte[] bytes;
    private final String text;

    public Prefix(byte[] bytes) {
        this.bytes = bytes;
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public int length() {
        return bytes.length;
    }

    /** The byte at an index as 0 to 255, or -1 beyond the end. */
    public int at(int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }

    /** Whether the bytes from {@code offset} are the Latin-1 characters of {@code expected}. */
    public boolean hasAt(int offset, String expected) {
        return text.startsWith(expected, offset);
    }

    /** An unsigned little-endian 32 bit number, or -1 beyond the end. */
    public long u32(int offset) {
        if (offset + 4 > bytes.length) {
            return -1;
        }
        return at(offset) | (long) at(offset + 1) << 8 | (long) at(offset + 2) << 16 | (long) at(offset + 3) << 24;
    }

    /** Whether a line-based pattern is found anywhere; use multi-line patterns. */
    public boolean contains(Pattern pattern) {
        return pattern.matcher(text).find();
    }

    /** The first lines, without their ends. */
    public List<String> lines(int most) {
        return text.lines().limit(most).toList();
    }

    /** Whether it looks like text at all: hardly any control characters and no NUL. */
    public boolean isText() {
        int odd = 0;
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
            if (b < 0x20 && b >= 0 && b != '\n' && b != '\r' && b != '\t' && b != 0x1b) {
                odd++;
            }
        }
        return odd * 100 <= bytes.length;
    }
}
