// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bpftrace;

import java.io.IOException;
import java.io.InputStream;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.Unescape;

/**
 * The lines that a script printed, plain or out of {@code bpftrace -f json}, where one object may hold several, and what
 * bpftrace says of events that it lost.
 */
final class PrintedLines {
    private final LineReader lines;
    private final Cursor cursor = new Cursor();
    private final Unescape unescape = new Unescape();
    /** Where the rest of the text that the last object printed begins and ends. */
    private int rest;

    private int restEnd;
    private boolean isLost;
    private long lost;

    PrintedLines(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
    }

    /** Steps to the next line; false at the end. */
    boolean next() throws IOException {
        isLost = false;
        if (rest < restEnd) {
            printed();
            return true;
        }
        while (lines.nextWhole()) {
            cursor.over(lines.buffer(), lines.start(), lines.end());
            if (cursor.peek() != '{') {
                plainLost();
                return true;
            }
            if (unwrap()) {
                return true;
            }
        }
        return false;
    }

    /** The next line of what an object printed. */
    private void printed() {
        int newline = Ascii.indexOf(unescape.bytes(), rest, restEnd, '\n');
        int end = newline < 0 ? restEnd : newline;
        cursor.over(unescape.bytes(), rest, end);
        rest = end + 1;
    }

    /** Takes {@code {"type": "printf", "data": "..."}} off; false for an object that tells no event. */
    private boolean unwrap() {
        byte[] bytes = cursor.bytes();
        int start = cursor.at();
        int end = cursor.end();
        if (Ascii.indexOf(bytes, start, end, "\"lost_events\"") >= 0) {
            boolean known = cursor.skipPast("\"count\":") || cursor.skipPast("\"events\":");
            cursor.skipSpaces();
            isLost = true;
            lost = known ? count() : -1;
            return true;
        }
        if (Ascii.indexOf(bytes, start, end, "\"printf\"") < 0 || !cursor.skipPast("\"data\":")) {
            return false; // attached_probes, map and other types
        }
        cursor.skipSpaces();
        if (!cursor.skip('"')) {
            return lines.damaged();
        }
        unescape.quoted(bytes, cursor.at(), end);
        rest = 0;
        restEnd = unescape.length();
        if (restEnd == 0) {
            return false;
        }
        printed();
        return true;
    }

    /** {@code Lost 12 events}, {@code WARNING: Lost 12 events}. */
    private void plainLost() {
        int start = cursor.at();
        cursor.skip("WARNING: ");
        if (cursor.skip("Lost ")) {
            long count = count();
            if (cursor.skip(" events")) {
                isLost = true;
                lost = count;
            }
        }
        cursor.moveTo(start);
    }

    private long count() {
        return cursor.unsigned() && cursor.value() >= 0 ? cursor.value() : -1;
    }

    /** Over the line. */
    Cursor cursor() {
        return cursor;
    }

    /** 1-based number of the line in the capture. */
    long line() {
        return lines.line();
    }

    /** Whether it says that events were lost. */
    boolean isLost() {
        return isLost;
    }

    /** How many events were lost, or -1. */
    long lost() {
        return lost;
    }

    /** Counts the line as one that begins like an event but cannot be read; false. */
    boolean damaged() {
        return lines.damaged();
    }

    /** Counts the line as a stranger's; false. */
    boolean notUnderstood() {
        return lines.notUnderstood();
    }

    /** Whether bpftrace speaks of itself, or dumps a map. */
    boolean isChatter() {
        return cursor.skip("Attaching ") || cursor.skip("Attached ") || cursor.skip('@');
    }
}
