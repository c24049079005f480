// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import org.forgetmenot.format.Cursor;

/**
 * A reply's header as Rust's {@code Debug} prints it: {@code len: 144, error: 0, unique: 4 }} or, in errors since 1.2,
 * {@code error: -2 (No such file or directory), unique: 6, len: 16 }}.
 */
final class OutHeader {
    private static final int LEN = 1;
    private static final int ERROR = 2;
    private static final int UNIQUE = 4;
    private static final int ALL = LEN | ERROR | UNIQUE;

    private long sizeBytes;
    private int error;
    private long unique;

    /** Reads from behind the opening brace to the end. */
    boolean parse(Cursor cursor) {
        int seen = 0;
        while (seen != ALL) {
            int field = parseField(cursor);
            if (field == 0) {
                return false;
            }
            seen |= field;
            if (seen != ALL && !cursor.skip(", ")) {
                return false;
            }
        }
        return cursor.skip(" }") && cursor.atEnd();
    }

    private int parseField(Cursor cursor) {
        if (cursor.skip("len: ") && cursor.unsigned()) {
            sizeBytes = cursor.value();
            return LEN;
        }
        if (cursor.skip("unique: ") && cursor.unsigned()) {
            unique = cursor.value() & Long.MAX_VALUE;
            return UNIQUE;
        }
        if (cursor.skip("error: ") && cursor.int32()) {
            error = cursor.intValue();
            return cursor.skip(" (") && !cursor.skipPast(")") ? 0 : ERROR;
        }
        return 0;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** 0 or a negative errno. */
    int error() {
        return error;
    }

    /** The unique without its resend bit. */
    long unique() {
        return unique;
    }
}
