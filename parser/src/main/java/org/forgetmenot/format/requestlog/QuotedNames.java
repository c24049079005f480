// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import org.forgetmenot.event.Text;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.Unescape;

/** Reads names in double quotes, escaped as Go's {@code %q} and Rust's {@code {:?}} escape them. */
public final class QuotedNames {
    private final Unescape first = new Unescape();
    private final Unescape second = new Unescape();

    /** Passes a quoted name and keeps it; false if there is none or it has no end. */
    public boolean pass(Cursor cursor, Text name) {
        return pass(cursor, name, first);
    }

    /** The same for the second name of a line. */
    public boolean passSecond(Cursor cursor, Text name) {
        return pass(cursor, name, second);
    }

    private static boolean pass(Cursor cursor, Text name, Unescape escapes) {
        int from = cursor.at();
        if (!cursor.skip('"')) {
            return false;
        }
        byte[] bytes = cursor.bytes();
        int start = cursor.at();
        int end = cursor.end();
        boolean escaped = false;
        int i = start;
        while (i < end && bytes[i] != '"') {
            if (bytes[i] == '\\') {
                escaped = true;
                i++;
            }
            i++;
        }
        if (i >= end) {
            cursor.moveTo(from);
            return false;
        }
        if (escaped) {
            escapes.quoted(bytes, start, end);
            name.set(escapes.bytes(), 0, escapes.length());
        } else {
            name.set(bytes, start, i - start);
        }
        cursor.moveTo(i + 1);
        return true;
    }
}
