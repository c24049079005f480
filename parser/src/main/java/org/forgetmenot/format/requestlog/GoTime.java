// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.TimeStamp;

/**
 * Reads the times that Go's package log writes before a line: {@code 2020/05/10 10:16:07 }, with microseconds, or the time
 * of day alone, {@code 13:00:33.976579 }. A time of day counts from the midnight before the capture's first line.
 */
public final class GoTime {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;

    private final TimeStamp dated = new TimeStamp();
    private long ns;
    private long dayNs;
    private long lastNs;

    /** Passes a time and the space after it; where there is none it returns false and leaves the cursor where it was. */
    public boolean pass(Cursor cursor) {
        int from = cursor.at();
        if (dated.passSlashed(cursor)) {
            ns = dated.epochNs();
        } else if (passTimeOfDay(cursor)) {
            if (ns + DAY_NS / 2 < lastNs - dayNs) {
                dayNs += DAY_NS;
            }
            ns += dayNs;
            lastNs = ns;
        } else {
            cursor.moveTo(from);
            return false;
        }
        if (!cursor.skip(' ')) {
            cursor.moveTo(from);
            return false;
        }
        return true;
    }

    /** {@code 13:00:33.976579}: always with a fraction, or the date would be there too. */
    private boolean passTimeOfDay(Cursor cursor) {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        if (cursor.end() - at < 10 || bytes[at + 2] != ':' || bytes[at + 5] != ':' || bytes[at + 8] != '.') {
            return false;
        }
        long seconds = 0;
        for (int i = 0; i < 8; i += 3) {
            if (!Ascii.isDigit(bytes[at + i]) || !Ascii.isDigit(bytes[at + i + 1])) {
                return false;
            }
            seconds = seconds * 60 + (bytes[at + i] - '0') * 10L + (bytes[at + i + 1] - '0');
        }
        long fraction = 0;
        long scale = SECOND_NS;
        int i = at + 9;
        for (; i < cursor.end() && Ascii.isDigit(bytes[i]); i++) {
            scale /= 10;
            fraction += (bytes[i] - '0') * scale;
        }
        ns = seconds * SECOND_NS + fraction;
        cursor.moveTo(i);
        return true;
    }

    /** Nanoseconds of the time that was passed: since 1970 if it has a date, else since midnight. */
    public long ns() {
        return ns;
    }
}
