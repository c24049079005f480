// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

/** Round numbers for an axis. */
final class Ticks {
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
}
