// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

/** Nanoseconds in the unit that suits them. */
final class DurationFormat {
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};

    private DurationFormat() {}

    static String words(double ns) {
        double value = ns;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return Style.number(value) + " " + UNITS[unit];
    }
}
