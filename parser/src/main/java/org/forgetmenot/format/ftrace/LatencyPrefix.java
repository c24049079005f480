// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;

/**
 * The fixed part of an event line under the option {@code latency-format} and of {@code trace-cmd report -l}, where the
 * processor and the flags are one word: {@code TASK-PID CPUFLAGS 15048us+: }, with the option {@code verbose} as well
 * {@code TASK PID CPU FLAGS FLAGS PREEMPT [INDEX] 19.976ms (+0.060ms): } (kernel/trace/trace_output.c,
 * trace_print_lat_context).
 */
final class LatencyPrefix {
    /** How far into a line its PID is looked for: the task's name has 16 columns and may hold anything. */
    private static final int PID_MAX = 64;
    /** Flags that follow the number of the processor: four on older kernels. */
    private static final int FLAGS_MIN = 4;

    private static final int FLAGS_MAX = 6;
    private static final long MICROSECOND_NS = 1000;
    private static final long MILLISECOND_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** A larger number of seconds, milliseconds or microseconds since the boot is no time. */
    private static final long TIME_MAX = 1L << 33;

    private final Cursor cursor = new Cursor();
    private int taskStart;
    private int taskEnd;
    private int pid;
    private int cpu;
    private long timeNs;
    private int bodyStart;

    /** Reads the prefix of {@code bytes[start .. end)}; false if it is none. */
    boolean parse(byte[] bytes, int start, int end) {
        int most = Math.min(end, start + PID_MAX) - 1;
        for (int i = most; i > start; i--) {
            if (Ascii.isDigit(bytes[i]) && !Ascii.isDigit(bytes[i - 1]) && parseFrom(bytes, start, i, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean parseFrom(byte[] bytes, int start, int digits, int end) {
        cursor.over(bytes, digits, end);
        if (!cursor.unsigned()
                || cursor.value() < 0
                || cursor.value() > Integer.MAX_VALUE
                || cursor.skipSpaces() == 0) {
            return false;
        }
        pid = cursor.intValue();
        if (!cursor.unsigned() || cursor.value() < 0 || cursor.value() > 0xffff) {
            return false;
        }
        cpu = cursor.intValue();
        byte before = bytes[digits - 1];
        boolean ours = before == '-' ? flags() && time() : before == ' ' && verbose();
        if (!ours || !cursor.skip(':')) {
            return false;
        }
        taskEnd = digits - 1;
        while (taskEnd > start && bytes[taskEnd - 1] == ' ') {
            taskEnd--;
        }
        taskStart = start;
        while (taskStart < taskEnd && bytes[taskStart] == ' ') {
            taskStart++;
        }
        cursor.skipSpaces();
        bodyStart = cursor.at();
        return taskEnd > taskStart;
    }

    /** {@code ...1. }, right behind the processor's number. */
    private boolean flags() {
        int from = cursor.at();
        int at = from;
        while (at < cursor.end() && cursor.bytes()[at] != ' ' && at - from <= FLAGS_MAX) {
            at++;
        }
        cursor.moveTo(at);
        return at - from >= FLAGS_MIN && at - from <= FLAGS_MAX && cursor.skipSpaces() > 0;
    }

    /** {@code 15048us+}, with one of {@code +!#*@$} where the next event took long, or {@code 4.012276}. */
    private boolean time() {
        if (!cursor.unsigned() || Long.compareUnsigned(cursor.value(), TIME_MAX) > 0) {
            return false;
        }
        long whole = cursor.value();
        if (cursor.skip("us")) {
            timeNs = whole * MICROSECOND_NS;
            return cursor.peek() == ':' || (cursor.at() < cursor.end() && passMark());
        }
        timeNs = whole * SECOND_NS + fraction(SECOND_NS);
        return true;
    }

    private boolean passMark() {
        cursor.moveTo(cursor.at() + 1);
        return true;
    }

    /** {@code  0 00000001 00000000 [38dea368] 19.976ms (+0.060ms)}, from behind the processor. */
    private boolean verbose() {
        if (cursor.skipSpaces() == 0 || !cursor.hex() || !cursor.skip(' ') || !cursor.hex() || !cursor.skip(' ')) {
            return false;
        }
        if (!cursor.hex() || !cursor.skip(" [") || !cursor.hex() || !cursor.skip("] ") || !cursor.unsigned()) {
            return false;
        }
        if (Long.compareUnsigned(cursor.value(), TIME_MAX) > 0) {
            return false;
        }
        timeNs = cursor.value() * MILLISECOND_NS + fraction(MILLISECOND_NS);
        return cursor.skip("ms (") && cursor.skipPast(")");
    }

    /** {@code .976}, in nanoseconds of a unit that has {@code unitNs}; 0 if there is none. */
    private long fraction(long unitNs) {
        if (!cursor.skip('.')) {
            return 0;
        }
        long scale = unitNs;
        long ns = 0;
        int at = cursor.at();
        for (; at < cursor.end() && Ascii.isDigit(cursor.bytes()[at]); at++) {
            scale /= 10;
            ns += (cursor.bytes()[at] - '0') * scale;
        }
        cursor.moveTo(at);
        return ns;
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

    /** Since the trace began, or the boot. */
    long timeNs() {
        return timeNs;
    }

    /** First byte of the event's name. */
    int bodyStart() {
        return bodyStart;
    }
}
