// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** How single values are put into words for people. */
public final class Words {
    /** Longest file name in a row of a table; the middle of longer ones is left out. */
    private static final int NAME_MAX = 24;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
    private static final long NS_PER_MS = 1_000_000L;

    /** In 2001: no machine has been up so long, so a greater time counts from 1970. */
    private static final long EPOCH_MIN_NS = 1_000_000_000L * NS_PER_SECOND;

    private static final long MS_PER_DAY = 86_400_000;

    private Words() {}

    /**
     * When it was: seconds on the kernel's clock, to the microsecond as kernels print them; the time of day (UTC) where
     * the clock counts from 1970.
     */
    public static String time(@Nullable Long timeNs) {
        if (timeNs == null) {
            return "";
        }
        if (timeNs >= EPOCH_MIN_NS) {
            return timeOfDay(Math.floorMod(timeNs / NS_PER_MS, MS_PER_DAY));
        }
        long us = timeNs / 1000;
        return (us < 0 ? "-" : "") + Math.abs(us / 1_000_000) + "." + digits(Math.abs(us % 1_000_000), 6);
    }

    /** When it was, with the day if the clock knows it. */
    public static String dateAndTime(long timeNs) {
        return timeNs < EPOCH_MIN_NS
                ? time(timeNs)
                : LocalDate.ofEpochDay(timeNs / NS_PER_MS / MS_PER_DAY) + " " + time(timeNs) + " UTC";
    }

    private static String timeOfDay(long ms) {
        return digits(ms / 3_600_000, 2)
                + ":" + digits(ms / 60_000 % 60, 2)
                + ":" + digits(ms / 1000 % 60, 2)
                + "." + digits(ms % 1000, 3);
    }

    /** Zeros in front; not String.format, which costs a start-up dear. */
    private static String digits(long value, int width) {
        String text = Long.toString(value);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    /** How bad a finding is: what is no error and no warning is a note. */
    public static String severity(Severity severity) {
        return severity == Severity.INFO ? "note" : severity.name().toLowerCase(Locale.ROOT);
    }

    /** A distance in time with its sign, such as {@code +0.128 s}. */
    public static String delta(long ns) {
        String sign = ns < 0 ? "-" : "+";
        return sign + duration(Math.abs(ns));
    }

    /** A length of time, to about three digits, in units that people take in. */
    public static String duration(long ns) {
        if (ns < NS_PER_MS) {
            return ns / 1000 + " us";
        }
        if (ns < NS_PER_SECOND) {
            return ns / NS_PER_MS + " ms";
        }
        long ms = ns / NS_PER_MS;
        long seconds = ms / 1000;
        if (seconds < 100) {
            return seconds + "." + digits(ms % 1000, 3) + " s";
        }
        if (seconds < SECONDS_PER_HOUR) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 2 * SECONDS_PER_DAY
                ? seconds / SECONDS_PER_HOUR + " h " + seconds % SECONDS_PER_HOUR / 60 + " min"
                : seconds / SECONDS_PER_DAY + " d " + seconds % SECONDS_PER_DAY / SECONDS_PER_HOUR + " h";
    }

    /** Who did it, as the kernel writes it: {@code task-pid}; with neither, the request itself. */
    public static String who(Evidence at) {
        if (at.task() != null) {
            return at.pid() == null ? at.task() : at.task() + "-" + at.pid();
        }
        if (at.pid() != null) {
            return "pid " + at.pid();
        }
        return at.unique() == null ? "" : "unique " + Long.toUnsignedString(at.unique());
    }

    /** Where it stands: {@code file:line}, or {@code file@offset} in a binary. */
    public static String where(Evidence at, List<Input> inputs) {
        if (at.input() < 0 || at.input() >= inputs.size()) {
            return "input " + at.input() + ":" + at.position();
        }
        Input input = inputs.get(at.input());
        return shortened(Safe.line(baseName(input.path()))) + position(input, at.position());
    }

    /** A place in a capture: {@code :line} or {@code @offset}. */
    public static String position(Input input, long position) {
        return (input.format().isText() ? ":" : "@") + position;
    }

    /** The file's own name without its directories. */
    public static String baseName(String path) {
        if (path.equals("-")) {
            return "stdin";
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }

    private static String shortened(String name) {
        if (name.length() <= NAME_MAX) {
            return name;
        }
        int tail = NAME_MAX / 2 + 2;
        return name.substring(0, NAME_MAX - tail - 2) + ".." + name.substring(name.length() - tail);
    }

    /** The server's answer, such as {@code -9 EBADF}. */
    public static String answer(@Nullable Integer error) {
        if (error == null) {
            return "answer unknown";
        }
        if (error >= 0) {
            return "ok";
        }
        String name = errno(error);
        return name == null ? String.valueOf(error) : error + " " + name;
    }

    /** The name of a negative errno, null if it has none. */
    public static @Nullable String errno(int error) {
        Errno errno = error < 0 ? Errno.of(error) : null;
        return errno == null ? null : errno.name();
    }

    public static String opcode(int opcode) {
        return Opcode.name(opcode);
    }

    /** A count with its noun, in the plural where English wants it. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
