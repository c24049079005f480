// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.LogWrapper;
import org.forgetmenot.format.TimeStamp;

/**
 * Takes the prefix off a line of the C virtiofsd: {@code [2026-11-22 12:27:17.594628+0000] [ID: 00015839] } (6.1 to 7.2),
 * {@code [2020-12-20 00:32:08.64+0100] [ID: 00000006] } (6.0), {@code [13316825985314] [ID: 00000004] } (5.0 to 5.2, ns of
 * the monotonic clock), {@code [ID: 00000071] } (syslog) or none (before 5.0), each perhaps inside a wrapper.
 */
final class LogPrefix {
    /** The thread of a line that does not name one. */
    static final long NO_THREAD = -1;

    private static final String BRACKET_END = "] ";

    private final LogWrapper wrapper = new LogWrapper();
    private final Cursor cursor = new Cursor();
    private final TimeStamp dated = new TimeStamp();

    private int timeAt;
    private long thread;
    private int body;

    /** Finds the parts of a line. */
    void read(byte[] line, int from, int to) {
        wrapper.peel(line, from, to);
        byte[] bytes = wrapper.bytes();
        int at = wrapper.start();
        int end = wrapper.end();
        timeAt = -1;
        thread = NO_THREAD;
        if (at + 1 < end && bytes[at] == '[' && Ascii.isDigit(bytes[at + 1])) {
            int close = Ascii.indexOf(bytes, at, end, BRACKET_END);
            if (close > 0) {
                timeAt = at + 1;
                at = close + BRACKET_END.length();
            }
        }
        cursor.over(bytes, at, end);
        if (cursor.skip("[ID: ") && cursor.unsigned()) {
            long id = cursor.value();
            if (cursor.skip(BRACKET_END)) {
                thread = id;
                at = cursor.at();
            }
        }
        body = at;
    }

    byte[] bytes() {
        return wrapper.bytes();
    }

    /** Index of the body's first byte. */
    int body() {
        return body;
    }

    /** Index just past the body's last byte. */
    int end() {
        return wrapper.end();
    }

    /** The thread that logged the line, or {@link #NO_THREAD}. */
    long thread() {
        return thread;
    }

    /** Tells the event when, if the line does; the monotonic form as printed, everything else since 1970. */
    void putTime(Event event) {
        if (timeAt >= 0) {
            cursor.over(wrapper.bytes(), timeAt, body);
            if (dated.pass(cursor)) {
                event.timeNs(dated.epochNs());
            } else if (cursor.unsigned() && cursor.peek() == ']' && cursor.value() >= 0) {
                event.timeNs(cursor.value());
            }
        } else if (wrapper.hasTime()) {
            event.timeNs(wrapper.epochNs());
        }
    }
}
