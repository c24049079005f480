// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

/** Turns the time stamps of the buffers into nanoseconds, as the file's options say. */
final class Clock {
    private boolean counts;
    private long offsetNs;
    private long multiplier;
    private int shift;

    /**
     * Takes the clock's name.
     *
     * @param text {@code [local] global ...} with the chosen one in brackets, or the name alone
     */
    void named(String text) {
        int open = text.indexOf('[');
        int close = text.indexOf(']', open + 1);
        String name = open >= 0 && close > open ? text.substring(open + 1, close) : text.strip();
        counts = name.equals("counter") || name.equals("uptime") || name.equals("x86-tsc") || name.equals("ppc-tb");
    }

    /** Adds to every time. */
    void addNs(long ns) {
        offsetNs += ns;
    }

    /** Cycles of a processor's counter become {@code cycles * multiplier >> shift} nanoseconds. */
    void cycles(long multiplier, long shift) {
        if (multiplier > 0 && shift < Long.SIZE) {
            this.multiplier = multiplier;
            this.shift = (int) shift;
        }
    }

    /** Whether there is a way from time stamps to time. */
    boolean isTime() {
        return !counts || multiplier != 0;
    }

    /** Nanoseconds of a time stamp. */
    long ns(long stamp) {
        if (multiplier == 0) {
            return stamp + offsetNs;
        }
        long high = Math.multiplyHigh(stamp, multiplier);
        long low = stamp * multiplier;
        return (shift == 0 ? low : high << (Long.SIZE - shift) | low >>> shift) + offsetNs;
    }
}
