// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import org.forgetmenot.format.Ascii;

/** The fixed part of an event's line. The task's name may hold blanks, so the bracket of the processor is what it is read from. */
final class PerfLine {
    /** Behind this column no bracket is that of the processor. */
    private static final int BRACKET_MAX = 64;
    /** Longer numbers are no process, processor or time. */
    private static final int DIGITS_MAX = 10;

    private static final int FRACTION_DIGITS = 9;
    private static final long SECOND_NS = 1_000_000_000L;

    private int at;
    private long number;
    private int taskStart;
    private int taskEnd;
    private int pid;
    private int cpu;
    private long timeNs;
    private int bodyStart;

    /** Reads the prefix of {@code bytes[start .. end)}; false if it is none. */
    boolean parse(byte[] bytes, int start, int end) {
        int last = Math.min(end, start + BRACKET_MAX);
        for (int bracket = start + 1; bracket < last; bracket++) {
            if (bytes[bracket] == '[' && bytes[bracket - 1] == ' ' && parseFrom(bytes, start, bracket, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean parseFrom(byte[] bytes, int start, int bracket, int end) {
        at = bracket + 1;
        if (!digits(bytes, end) || at >= end || bytes[at] != ']') {
            return false;
        }
        cpu = (int) number;
        at = blanks(bytes, at + 1, end);
        if (!digits(bytes, end) || at >= end || bytes[at] != '.') {
            return false;
        }
        timeNs = number * SECOND_NS;
        int fraction = ++at;
        if (!digits(bytes, end) || at - fraction > FRACTION_DIGITS || at >= end || bytes[at] != ':') {
            return false;
        }
        for (int i = at - fraction; i < FRACTION_DIGITS; i++) {
            number *= 10;
        }
        timeNs += number;
        bodyStart = blanks(bytes, at + 1, end);
        return task(bytes, start, bracket);
    }

    /** {@code TASK PID} or {@code TASK PID/TID}, of which the thread is meant, as ftrace does. */
    private boolean task(byte[] bytes, int start, int bracket) {
        int to = bracket;
        while (to > start && bytes[to - 1] == ' ') {
            to--;
        }
        int from = to;
        while (from > start && Ascii.isDigit(bytes[from - 1])) {
            from--;
        }
        at = from;
        if (!digits(bytes, to)) {
            return false;
        }
        pid = (int) number;
        if (from > start && bytes[from - 1] == '/') {
            from--;
            while (from > start && Ascii.isDigit(bytes[from - 1])) {
                from--;
            }
        }
        taskEnd = from;
        while (taskEnd > start && bytes[taskEnd - 1] == ' ') {
            taskEnd--;
        }
        taskStart = blanks(bytes, start, taskEnd);
        return taskEnd > taskStart && taskEnd < from;
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
