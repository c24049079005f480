// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

/** Round numbers: 1, 2 and 5 with zeros. */
final class Round {
    /** What doubles lose in a logarithm. */
    static final double EXACT = 1e-9;

    private Round() {}

    /** The least round number that is no less. */
    static double up(double value) {
        double power = power(value);
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= value * (1 - EXACT)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The greatest round number that is no greater. */
    static double down(double value) {
        double power = power(value);
        for (double factor : new double[] {5, 2}) {
            if (factor * power <= value * (1 + EXACT)) {
                return factor * power;
            }
        }
        return power;
    }

    /** Digits behind the point that it takes to write the multiples of a round number. */
    static int decimals(double round) {
        return (int) Math.max(0, -Math.floor(Math.log10(round) + EXACT));
    }

    private static double power(double value) {
        return Math.pow(10, Math.floor(Math.log10(value) + EXACT));
    }
}
