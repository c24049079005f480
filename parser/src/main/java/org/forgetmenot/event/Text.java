// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A run of bytes inside somebody else's buffer: a file name or a task name that is not copied until someone keeps it.
 *
 * <p>The bytes are valid only until the reader's next event.
 */
public final class Text {
    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY;
    private int offset;
    private int length;

    /** Points to {@code length} bytes of {@code bytes} from {@code offset}. */
    public void set(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Points to the same bytes as another text. */
    public void set(Text other) {
        set(other.bytes, other.offset, other.length);
    }

    public void clear() {
        bytes = EMPTY;
        offset = 0;
        length = 0;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Copies the bytes of another text into an own array. */
    public void copyFrom(Text other) {
        set(Arrays.copyOfRange(other.bytes, other.offset, other.offset + other.length), 0, other.length);
    }

    /** Whether the bytes are the ASCII characters of {@code other}. */
    public boolean is(String other) {
        if (other.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A hash of the bytes (FNV-1a, 64 bit) for interning. */
    public long hash() {
        return hash(bytes, offset, length);
    }

    /** FNV-1a over a range of bytes. */
    public static long hash(byte[] bytes, int offset, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * The text as a string that is safe to print: bytes that are not UTF-8 and control characters (terminal escapes, line
     * breaks) become {@code \xNN}, so nothing is lost and nothing is executed.
     */
    @Override
    public String toString() {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0x20 || bytes[i] == 0x7f || bytes[i] == '\\') {
                return escaped();
            }
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private String escaped() {
        StringBuilder out = new StringBuilder(length + 8);
        CharBuffer decoded = decode();
        if (decoded != null) {
            decoded.codePoints().forEach(c -> {
                if (c == '\\') {
                    out.append("\\\\");
                } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    for (byte b : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8)) {
                        appendHex(out, b);
                    }
                } else {
                    out.appendCodePoint(c);
                }
            });
            return out.toString();
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] >= 0x20 && bytes[i] < 0x7f && bytes[i] != '\\') {
                out.append((char) bytes[i]);
            } else {
                appendHex(out, bytes[i]);
            }
        }
        return out.toString();
    }

    private @org.jspecify.annotations.Nullable CharBuffer decode() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, offset, length));
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void appendHex(StringBuilder out, byte b) {
        out.append("\\x").append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
}
