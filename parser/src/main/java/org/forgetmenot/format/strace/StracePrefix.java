// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;

/** Passes what stands before a call: {@code 373   1795349797.504971 }, {@code [pid  3008] 12:17:04.713325 }, or nothing. */
final class StracePrefix {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long DAY_S = 86_400L;
    /** Smaller numbers of seconds are since the line before ({@code -r}). */
    private static final long EPOCH_S_MIN = 100_000_000L;

    private long task;
    private boolean hasTime;
    private long timeNs;
    private long dayNs;
    private long sumNs;

    /** Thread id, 0 if the line names none. */
    long task() {
        return task;
    }

    boolean hasTime() {
        return hasTime;
    }

    long timeNs() {
        return timeNs;
    }

    void pass(Cursor cursor) {
        task = 0;
        hasTime = false;
        if (cursor.skip("[pid ")) {
            cursor.skipSpaces();
            task = cursor.unsigned() ? cursor.value() : 0;
            cursor.skipPast("] ");
        } else if (Ascii.isDigit(cursor.peek())) {
            int from = cursor.at();
            cursor.unsigned();
            int next = cursor.peek();
            if (next == '<' ? cursor.skipPast("> ") : next == ' ') {
                cursor.moveTo(from);
                cursor.unsigned();
                task = cursor.value();
                if (next == '<') {
                    cursor.skipPast("> ");
                }
            } else {
                cursor.moveTo(from);
            }
        }
        cursor.skipSpaces();
        if (Ascii.isDigit(cursor.peek()) && cursor.unsigned()) {
            time(cursor, cursor.value());
        }
        cursor.skipSpaces();
        if (cursor.skip("(+")) {
            cursor.skipPast(") ");
        }
    }

    private void time(Cursor cursor, long first) {
        if (cursor.skip(':')) {
            long minute = cursor.unsigned() ? cursor.value() : 0;
            long second = cursor.skip(':') && cursor.unsigned() ? cursor.value() : 0;
            if (first < 0 || first > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
                return;
            }
            long now = (first * 3600 + minute * 60 + second) * NS_PER_S + fraction(cursor);
            if (hasTimeBefore(now + dayNs)) {
                dayNs += DAY_S * NS_PER_S;
            }
            timeNs = now + dayNs;
            hasTime = true;
        } else if (first >= 0 && first < Long.MAX_VALUE / NS_PER_S - 1) {
            long ns = first * NS_PER_S + fraction(cursor);
            if (first < EPOCH_S_MIN) {
                sumNs += ns;
                timeNs = sumNs;
            } else {
                timeNs = ns;
            }
            hasTime = true;
        }
    }

    /** Whether a time of day lies so far back that a day has passed. */
    private boolean hasTimeBefore(long now) {
        return timeNs - now > DAY_S / 2 * NS_PER_S;
    }

    private static long fraction(Cursor cursor) {
        if (!cursor.skip('.')) {
            return 0;
        }
        int from = cursor.at();
        long value = cursor.unsigned() ? cursor.value() : 0;
        int digits = cursor.at() - from;
        if (digits > 9) {
            return 0;
        }
        for (int i = digits; i < 9; i++) {
            value *= 10;
        }
        return value;
    }
}
