// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;

/** What a line says of a call, read part by part: {@code 4</dev/fuse>, "\x2a...", 1052672) = 42}. */
final class StraceCall {
    /** What a path says: it is no FUSE device. */
    static final int OTHER_FILE = -1;
    /** No path was printed. */
    static final int UNKNOWN_FILE = 0;
    /** It is a FUSE device. */
    static final int DEVICE = 1;

    private final StraceString data = new StraceString();
    private int fd;
    private int file;
    private long result;

    /** The bytes that the call carried. */
    StraceString data() {
        return data;
    }

    int fd() {
        return fd;
    }

    /** What the descriptor's path says. */
    int file() {
        return file;
    }

    /** What the call returned: a length or a negative number; 0 if nobody knows. */
    long result() {
        return result;
    }

    /** Sets the descriptor of a call whose line began before. */
    void resume(int ofFd, int ofFile) {
        fd = ofFd;
        file = ofFile;
    }

    /** Passes {@code 4</dev/fuse>, }, where the path is there only with {@code -y}. */
    boolean passDescriptor(Cursor cursor) {
        file = UNKNOWN_FILE;
        cursor.skip("fd=");
        if (!cursor.int32()) {
            return false;
        }
        fd = cursor.intValue();
        if (cursor.skip('<')) {
            boolean device = cursor.skip("/dev/fuse") || cursor.skip("\\x2f\\x64\\x65\\x76\\x2f\\x66\\x75\\x73\\x65");
            boolean ends = cursor.peek() == '<' || cursor.peek() == '>';
            file = device && ends ? DEVICE : OTHER_FILE;
            return cursor.skipPast(">, ") || cursor.skipPast("> ");
        }
        return cursor.skip(", ");
    }

    /**
     * Passes the data and, if the call's line does not end before it, the result.
     *
     * @param vector whether the data lies in {@code [{iov_base="...", iov_len=16}]}
     * @return false if there is no data
     */
    boolean passContent(Cursor cursor, boolean vector, boolean unfinished) {
        data.clear();
        if (!(vector ? passVectors(cursor) : passString(cursor))) {
            return false;
        }
        result = 0;
        return unfinished || passResult(cursor);
    }

    private boolean passString(Cursor cursor) {
        cursor.skip("buf=");
        return data.pass(cursor);
    }

    private boolean passVectors(Cursor cursor) {
        if (!cursor.skip("iov=")) {
            cursor.skip("vec=");
        }
        if (!cursor.skip('[')) {
            return false;
        }
        while (cursor.skip("{iov_base=")) {
            if (!data.pass(cursor) || !cursor.skip(", iov_len=") || !cursor.unsigned() || !cursor.skip('}')) {
                return false;
            }
            cursor.skip(", ");
        }
        return cursor.skip(']') || cursor.skip("...]");
    }

    /** Passes {@code , 1052672) = 44 <0.000009>}. */
    boolean passResult(Cursor cursor) {
        if (!cursor.skipPast(")")) {
            return false;
        }
        cursor.skipSpaces();
        if (!cursor.skip('=')) {
            return false;
        }
        cursor.skipSpaces();
        if (!cursor.signed()) {
            result = 0;
            return cursor.skip('?');
        }
        result = cursor.value();
        return true;
    }

    /** Whether the line stops before the call's end. */
    static boolean isUnfinished(Cursor cursor) {
        return Ascii.endsWith(cursor.bytes(), cursor.at(), cursor.end(), "<unfinished ...>")
                || Ascii.endsWith(cursor.bytes(), cursor.at(), cursor.end(), "<detached ...>");
    }
}
