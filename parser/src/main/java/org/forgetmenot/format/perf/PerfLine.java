// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import org.forgetmenot.format.Ascii;

/**
 * The fixed part of an event's line, {@code TASK PID[/TID] [CPU] SEC.USEC:}, of which the task and the processor may be
 * missing. The task's name may hold blanks, so the time is what all is read from.
 */
final class PerfLine {
    /** Behind this column no time is that of the line. */
    private static final int TIME_MAX = 80;
    /** Longer numbers are no process, processor or time. */
    private static final int DIGITS_MAX = 10;

    private static final int FRACTION_DIGITS = 9;
    private static final long SECOND_NS = 1_000_000_000L;
    /** More seconds than nanoseconds of 63 bit hold. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND_NS - 1;

    private int at;
    private long number;
    private int taskStart;
    private int taskEnd;
    private int pid;
    private boolean hasCpu;
    private int cpu;
    private long timeNs;
    private int bodyStart;

    /** Reads the prefix of {@code bytes[start .. end)}; false if it is none. */
    boolean parse(byte[] bytes, int start, int end) {
        int last = Math.min(end, start + TIME_MAX);
        for (int dot = start + 1; dot < last; dot++) {
            if (bytes[dot] == '.' && Ascii.isDigit(bytes[dot - 1]) && parseAround(bytes, start, dot, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean parseAround(byte[] bytes, int start, int dot, int end) {
        int seconds = firstDigit(bytes, start, dot);
        at = seconds;
        if (seconds == start || bytes[seconds - 1] != ' ' || !digits(bytes, dot) || number > SECONDS_MAX) {
            return false;
        }
        timeNs = number * SECOND_NS;
        int fraction = dot + 1;
        at = fraction;
        if (!digits(bytes, end) || at - fraction > FRACTION_DIGITS || at >= end || bytes[at] != ':') {
            return false;
        }
        for (int i = at - fraction; i < FRACTION_DIGITS; i++) {
            number *= 10;
        }
        timeNs += number;
        bodyStart = blanks(bytes, at + 1, end);
        return processor(bytes, start, behindText(bytes, start, seconds));
    }

    /** {@code [001]}, which may be missing, and what is before it. */
    private boolean processor(byte[] bytes, int start, int to) {
        hasCpu = to > start && bytes[to - 1] == ']';
        if (!hasCpu) {
            return task(bytes, start, to);
        }
        at = firstDigit(bytes, start, to - 1);
        int bracket = at - 1;
        if (!digits(bytes, to - 1) || bracket < start || bytes[bracket] != '[') {
            return false;
        }
        cpu = (int) number;
        return task(bytes, start, behindText(bytes, start, bracket));
    }

    /** {@code TASK PID} or {@code TASK PID/TID}, of which the thread is meant, as ftrace does. */
    private boolean task(byte[] bytes, int start, int to) {
        int from = firstDigit(bytes, start, to);
        at = from;
        if (!digits(bytes, to)) {
            return false;
        }
        pid = (int) number;
        if (from > start && bytes[from - 1] == '/') {
            from = firstDigit(bytes, start, from - 1);
        }
        taskEnd = behindText(bytes, start, from);
        taskStart = blanks(bytes, start, taskEnd);
        return taskEnd < from || from == start;
    }

    /** Index of the first of the digits that end before {@code to}. */
    private static int firstDigit(byte[] bytes, int start, int to) {
        int from = to;
        while (from > start && Ascii.isDigit(bytes[from - 1])) {
            from--;
        }
        return from;
    }

    private static int behindText(byte[] bytes, int start, int to) {
        int end = to;
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    private boolean digits(byte[] bytes, int end) {
        int from = at;
        number = 0;
        while (at < end && at - from <= DIGITS_MAX && Ascii.isDigit(bytes[at])) {
            number = number * 10 + (bytes[at++] - '0');
        }
        return at > from && at - from <= DIGITS_MAX;
    }

    static int blanks(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && bytes[p] == ' ') {
            p++;
        }
        return p;
    }

    int taskStart() {
        return taskStart;
    }

    int taskEnd() {
        return taskEnd;
    }

    int pid() {
        return pid;
    }

    boolean hasCpu() {
        return hasCpu;
    }

    int cpu() {
        return cpu;
    }

    long timeNs() {
        return timeNs;
    }

    /** First byte of {@code SYSTEM:NAME: BODY}. */
    int bodyStart() {
        return bodyStart;
    }
}
