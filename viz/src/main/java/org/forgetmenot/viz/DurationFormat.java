// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import org.jspecify.annotations.Nullable;

/** Nanoseconds in the unit that suits them. */
final class DurationFormat extends NumberFormat {
    private static final long serialVersionUID = 1;
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};

    @Override
    public StringBuffer format(double ns, StringBuffer to, FieldPosition position) {
        double value = ns;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return to.append(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value))
                .append(' ')
                .append(UNITS[unit]);
    }

    @Override
    public StringBuffer format(long ns, StringBuffer to, FieldPosition position) {
        return format((double) ns, to, position);
    }

    @Override
    public @Nullable Number parse(String text, ParsePosition position) {
        return null; // nobody reads it back
    }
}
