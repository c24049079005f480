// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** How single values are put into words for people. */
final class Words {
    /** Longest file name in a row of a table; the middle of longer ones is left out. */
    private static final int NAME_MAX = 24;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    /** In 2001: no machine has been up so long, so a greater time counts from 1970. */
    private static final long EPOCH_MIN_NS = 1_000_000_000L * NS_PER_SECOND;

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /**
     * When it was: seconds on the kernel's clock, to the microsecond as kernels print them; the time of day (UTC) where
     * the clock counts from 1970.
     */
    static String time(@Nullable Long timeNs) {
        if (timeNs == null) {
            return "";
        }
        if (timeNs >= EPOCH_MIN_NS) {
            return TIME_OF_DAY.format(instant(timeNs));
        }
        long us = Math.floorDiv(timeNs, 1000L);
        return String.format(
                Locale.ROOT, "%s%d.%06d", us < 0 ? "-" : "", Math.abs(us / 1_000_000), Math.abs(us % 1_000_000));
    }

    /** When it was, with the day if the clock knows it. */
    static String dateAndTime(long timeNs) {
        return timeNs >= EPOCH_MIN_NS ? DATE.format(instant(timeNs)) + " " + time(timeNs) + " UTC" : time(timeNs);
    }

    private static Instant instant(long timeNs) {
        return Instant.ofEpochSecond(timeNs / NS_PER_SECOND, timeNs % NS_PER_SECOND);
    }

    /** A distance in time with its sign, such as {@code +0.128 s}. */
    static String delta(long ns) {
        String sign = ns < 0 ? "-" : "+";
        return sign + duration(Math.abs(ns));
    }

    /** A length of time, to about three digits. */
    static String duration(long ns) {
        if (ns < NS_PER_MS) {
            return ns / 1000 + " us";
        }
        if (ns < NS_PER_SECOND) {
            return ns / NS_PER_MS + " ms";
        }
        return String.format(Locale.ROOT, ns < 100 * NS_PER_SECOND ? "%.3f s" : "%.0f s", ns / (double) NS_PER_SECOND);
    }

    /** Who did it, as the kernel writes it: {@code task-pid}; with neither, the request itself. */
    static String who(Evidence at) {
        if (at.task() != null) {
            return at.pid() == null ? at.task() : at.task() + "-" + at.pid();
        }
        if (at.pid() != null) {
            return "pid " + at.pid();
        }
        return at.unique() == null ? "" : "unique " + Long.toUnsignedString(at.unique());
    }

    /** Where it stands: {@code file:line}, or {@code file@offset} in a binary. */
    static String where(Evidence at, List<Input> inputs) {
        if (at.input() < 0 || at.input() >= inputs.size()) {
            return "input " + at.input() + ":" + at.position();
        }
        Input input = inputs.get(at.input());
        return shortened(Safe.line(baseName(input.path()))) + position(input, at.position());
    }

    /** A place in a capture: {@code :line} or {@code @offset}. */
    static String position(Input input, long position) {
        return (input.format().isText() ? ":" : "@") + position;
    }

    /** The file's own name without its directories. */
    static String baseName(String path) {
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
    static String answer(@Nullable Integer error) {
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
    static @Nullable String errno(int error) {
        Errno errno = error < 0 ? Errno.of(error) : null;
        return errno == null ? null : errno.name();
    }

    static String opcode(int opcode) {
        return Opcode.name(opcode);
    }

    /** A count with its noun, in the plural where English wants it. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
