// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/**
 * Reads dates with a time of day as nanoseconds since 1970, without allocating.
 *
 * <p>Accepts {@code 2026-11-22 12:27:17}, with {@code T} for the space, a fraction of one to nine digits or more (cut), and
 * a zone {@code Z}, {@code +0100}, {@code +01:00} or one of these after a space; without a zone it is taken as UTC.
 */
public final class TimeStamp {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int YEAR_MIN = 1970;
    /** Nanoseconds since 1970 fit 63 bits until 2262. */
    private static final int YEAR_MAX = 2261;

    private long epochNs;

    /** Nanoseconds since 1970 of the last time stamp that was passed. */
    public long epochNs() {
        return epochNs;
    }

    /** Passes a time stamp; where there is none it returns false and leaves the cursor where it was. */
    public boolean pass(Cursor cursor) {
        return pass(cursor, '-');
    }

    /** The same for {@code 2026/11/22 12:27:17}, as Go's package log writes it. */
    public boolean passSlashed(Cursor cursor) {
        return pass(cursor, '/');
    }

    /** The same for {@code 25/06/2024 03:05:52.093580}, as gcsfuse writes it: day and month first. */
    public boolean passDayFirst(Cursor cursor) {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        if (cursor.end() - at < 19 || bytes[at + 2] != '/' || bytes[at + 5] != '/') {
            return false;
        }
        if (!parse(
                cursor,
                twoDigits(bytes, at + 6),
                twoDigits(bytes, at + 8),
                twoDigits(bytes, at + 3),
                twoDigits(bytes, at))) {
            cursor.moveTo(at);
            return false;
        }
        return true;
    }

    private boolean pass(Cursor cursor, char separator) {
        int from = cursor.at();
        if (!parse(cursor, separator)) {
            cursor.moveTo(from);
            return false;
        }
        return true;
    }

    private boolean parse(Cursor cursor, char separator) {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        if (cursor.end() - at < 19 || bytes[at + 4] != separator || bytes[at + 7] != separator) {
            return false;
        }
        return parse(
                cursor,
                twoDigits(bytes, at),
                twoDigits(bytes, at + 2),
                twoDigits(bytes, at + 5),
                twoDigits(bytes, at + 8));
    }

    /** Reads the time of day that follows the ten characters of a date. */
    private boolean parse(Cursor cursor, int century, int ofCentury, int month, int day) {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        if ((bytes[at + 10] != ' ' && bytes[at + 10] != 'T') || bytes[at + 13] != ':' || bytes[at + 16] != ':') {
            return false;
        }
        int year = century < 0 || ofCentury < 0 ? -1 : century * 100 + ofCentury;
        int hour = twoDigits(bytes, at + 11);
        int minute = twoDigits(bytes, at + 14);
        int second = twoDigits(bytes, at + 17);
        if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > 31) {
            return false;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return false;
        }
        cursor.moveTo(at + 19);
        long seconds = epochDay(year, month, day) * 86400 + hour * 3600L + minute * 60L + second;
        int fractionNs = fractionNs(cursor);
        epochNs = (seconds - zoneSeconds(cursor)) * SECOND_NS + fractionNs;
        return true;
    }

    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /** Days since 1970 in the Gregorian calendar: years begin in March, so that the leap day is the last. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = shifted / 400;
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146097L + dayOfEra - 719468L;
    }

    private static int fractionNs(Cursor cursor) {
        if (cursor.peek() != '.') {
            return 0;
        }
        byte[] bytes = cursor.bytes();
        int i = cursor.at() + 1;
        int fraction = 0;
        int scale = (int) SECOND_NS;
        while (i < cursor.end() && Ascii.isDigit(bytes[i])) {
            scale /= 10;
            fraction += (bytes[i] - '0') * scale;
            i++;
        }
        cursor.moveTo(i);
        return fraction;
    }

    private static int zoneSeconds(Cursor cursor) {
        if (cursor.skip('Z')) {
            return 0;
        }
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        int end = cursor.end();
        if (at < end && bytes[at] == ' ') {
            at++;
        }
        if (end - at < 5 || (bytes[at] != '+' && bytes[at] != '-')) {
            return 0;
        }
        boolean colon = bytes[at + 3] == ':';
        int minutesAt = colon ? at + 4 : at + 3;
        if (minutesAt + 2 > end) {
            return 0;
        }
        int hours = twoDigits(bytes, at + 1);
        int minutes = twoDigits(bytes, minutesAt);
        if (hours < 0 || minutes < 0) {
            return 0;
        }
        cursor.moveTo(minutesAt + 2);
        int seconds = hours * 3600 + minutes * 60;
        return bytes[at] == '-' ? -seconds : seconds;
    }
}
