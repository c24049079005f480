// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Round numbers for an axis, written with as many decimals as tell them apart. The page's script does the same. */
final class Ticks {
    private static final int PARTS_MAX = 8;
    private static final int PARTS_MIN = 2;
    /** Pixels of a digit, and between two labels. */
    private static final int DIGIT = 7;

    private static final int GAP = 24;

    private Ticks() {}

    /** The least of 1, 2 and 5 with zeros that divides a length into no more parts than asked for. */
    static double step(double length, int parts) {
        double least = length / parts;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /**
     * The step whose labels have room beside each other.
     *
     * @param whole whether there is nothing between two whole numbers
     */
    static double step(double from, double to, double pixels, boolean whole) {
        double step = 0;
        for (int parts = PARTS_MAX; parts >= PARTS_MIN; parts--) {
            step = Math.max(step(to - from, parts), whole ? 1 : 0);
            double room = pixels * step / (to - from);
            if (Math.max(width(from, step), width(to, step)) + GAP <= room) {
                break;
            }
        }
        return step;
    }

    /** Pixels that a label takes, or somewhat less. */
    static int width(double tick, double step) {
        return label(tick, step).length() * DIGIT;
    }

    static String label(double tick, double step) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return BigDecimal.valueOf(tick).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
