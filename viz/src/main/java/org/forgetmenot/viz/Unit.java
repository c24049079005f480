// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.Locale;

/** What an axis counts time in, by how long it is: seconds as far as they go. */
enum Unit {
    NANOSECONDS(1e-9, 0),
    MICROSECONDS(1e-6, 1e-6),
    MILLISECONDS(1e-3, 1e-3),
    SECONDS(1, 0.1),
    MINUTES(60, 20 * 60),
    HOURS(3600, 10 * 3600),
    DAYS(86_400, 5 * 86_400);

    private final double seconds;
    private final double from;

    Unit(double seconds, double from) {
        this.seconds = seconds;
        this.from = from;
    }

    /** The unit of an axis that is so many seconds long. */
    static Unit of(double length) {
        Unit unit = NANOSECONDS;
        for (Unit next : values()) {
            if (length >= next.from) {
                unit = next;
            }
        }
        return unit;
    }

    double seconds() {
        return seconds;
    }

    /** Its name in the plural. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
