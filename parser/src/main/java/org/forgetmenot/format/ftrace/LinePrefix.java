// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

/**
 * The fixed part of an event line: {@code TASK-PID [(TGID)] [CPU] [FLAGS] SEC.USEC: }, or that of {@link LatencyPrefix}.
 *
 * <p>The task name is right-aligned in 16 columns and may itself hold blanks, dashes, colons and brackets; text that was
 * pasted may have lost its indentation. So the usual column is tried first, then every dash from the right.
 */
final class LinePrefix {
    /** Width of the task column (TASK_COMM_LEN). */
    private static final int TASK_COLUMNS = 16;
    /** How far into a line the dash before the PID is looked for. */
    private static final int DASH_MAX = 64;
    /** Clocks that count something else than time print up to 2^64. */
    private static final int TIME_DIGITS_MAX = 20;

    private static final int SECONDS_DIGITS_MAX = 10;
    private static final int FRACTION_DIGITS = 9;
    /** More seconds than nanoseconds of 63 bit hold. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000L - 1;

    private int taskStart;
    private int taskEnd;
    private int pid;
    private int cpu;
    private long timeNs;
    private boolean hasTime;
    private int bodyStart;
    private final LatencyPrefix latency = new LatencyPrefix();

    /** Reads the prefix of {@code bytes[start .. end)}; false if it is none. */
    boolean parse(byte[] bytes, int start, int end) {
        int dash = start + TASK_COLUMNS;
        if (dash < end && bytes[dash] == '-' && parseFrom(bytes, start, dash, end)) {
            return true;
        }
        for (dash = Math.min(start + DASH_MAX, end - 1); dash > start; dash--) {
            if (bytes[dash] == '-' && parseFrom(bytes, start, dash, end)) {
                return true;
            }
        }
        return parseLatency(bytes, start, end);
    }

    private boolean parseLatency(byte[] bytes, int start, int end) {
        if (!latency.parse(bytes, start, end)) {
            return false;
        }
        taskStart = latency.taskStart();
        taskEnd = latency.taskEnd();
        pid = latency.pid();
        cpu = latency.cpu();
        hasTime = true;
        timeNs = latency.timeNs();
        bodyStart = behindDifference(bytes, latency.bodyStart(), end);
        return true;
    }

    /** {@code (+1356) }, which {@code trace-cmd report --ts-diff} puts before the event. */
    private static int behindDifference(byte[] bytes, int from, int end) {
        if (end - from < 3 || bytes[from] != '(' || (bytes[from + 1] != '+' && bytes[from + 1] != '-')) {
            return from;
        }
        int p = from + 2;
        while (p < end && isDigit(bytes[p])) {
            p++;
        }
        return p < end && bytes[p] == ')' ? blanks(bytes, p + 1, end) : from;
    }

    private boolean parseFrom(byte[] bytes, int start, int dash, int end) {
        int p = dash + 1;
        int number = 0;
        int digits = p;
        while (p < end && isDigit(bytes[p])) {
            number = number * 10 + (bytes[p++] - '0');
        }
        if (p == digits || p - digits > 10) {
            return false;
        }
        p = blanks(bytes, p, end);
        if (p < end && bytes[p] == '(') {
            while (p < end && bytes[p] != ')') {
                p++;
            }
            p = blanks(bytes, p + 1, end);
        }
        if (p >= end || bytes[p] != '[') {
            return false;
        }
        int processor = 0;
        digits = ++p;
        while (p < end && isDigit(bytes[p])) {
            processor = processor * 10 + (bytes[p++] - '0');
        }
        if (p == digits || p - digits > 6 || p >= end || bytes[p] != ']') {
            return false;
        }
        p = blanks(bytes, p + 1, end);
        if (p < end && !isDigit(bytes[p])) {
            while (p < end && bytes[p] != ' ') {
                p++;
            }
            p = blanks(bytes, p, end);
        }
        return parseTime(bytes, p, end, start, dash, number, processor);
    }

    private boolean parseTime(byte[] bytes, int from, int end, int start, int dash, int number, int processor) {
        int p = from;
        long seconds = 0;
        while (p < end && isDigit(bytes[p])) {
            seconds = seconds * 10 + (bytes[p++] - '0');
        }
        if (p == from || p - from > TIME_DIGITS_MAX) {
            return false;
        }
        hasTime = p < end && bytes[p] == '.';
        if (hasTime) {
            if (p - from > SECONDS_DIGITS_MAX || seconds > SECONDS_MAX) {
                return false;
            }
            long fraction = 0;
            int digits = ++p;
            while (p < end && isDigit(bytes[p])) {
                fraction = fraction * 10 + (bytes[p++] - '0');
            }
            if (p - digits > FRACTION_DIGITS) {
                return false;
            }
            for (int i = p - digits; i < FRACTION_DIGITS; i++) {
                fraction *= 10;
            }
            timeNs = seconds * 1_000_000_000L + fraction;
        }
        if (p >= end || bytes[p] != ':') {
            return false;
        }
        bodyStart = behindDifference(bytes, blanks(bytes, p + 1, end), end);
        taskStart = blanks(bytes, start, dash);
        taskEnd = dash;
        pid = number;
        cpu = processor;
        return true;
    }

    private static int blanks(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && bytes[p] == ' ') {
            p++;
        }
        return p;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
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

    /** False for trace clocks that count something else than time (counter, uptime, x86-tsc). */
    boolean hasTime() {
        return hasTime;
    }

    long timeNs() {
        return timeNs;
    }

    /** First byte of the event's name. */
    int bodyStart() {
        return bodyStart;
    }
}
