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

    /**
     * The step whose labels have room beside each other.
     *
     * @param whole whether there is nothing between two whole numbers
     */
    static double step(double from, double to, double pixels, boolean whole) {
        double step = 0;
        for (int parts = PARTS_MAX; parts >= PARTS_MIN; parts--) {
            step = Math.max(Round.up((to - from) / parts), whole ? 1 : 0);
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
        return BigDecimal.valueOf(tick)
                .setScale(Round.decimals(step), RoundingMode.HALF_UP)
                .toPlainString();
    }
}
