// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnit;
import org.jfree.chart.axis.TickUnitSource;

/**
 * Ticks at round numbers, whose labels have the decimals that it takes and no fewer: the library's own write all below a
 * thousandth as 0.
 */
final class RoundTicks implements TickUnitSource {
    /** Whoever asks for less has nothing to draw. */
    private static final double LEAST = 1e-15;

    private final double unit;
    private final double least;

    /**
     * Makes ticks.
     *
     * @param unit what the axis is labelled in, in what it counts in
     * @param whole whether there is nothing between two whole numbers
     */
    RoundTicks(double unit, boolean whole) {
        this.unit = unit;
        least = whole ? 1 : LEAST;
    }

    @Override
    public TickUnit getLargerTickUnit(TickUnit tick) {
        return getCeilingTickUnit(tick.getSize() * 1.5);
    }

    @Override
    public TickUnit getCeilingTickUnit(TickUnit tick) {
        return getCeilingTickUnit(tick.getSize());
    }

    @Override
    public TickUnit getCeilingTickUnit(double size) {
        return new Tick(Round.up(Math.max(least, size / unit)), unit);
    }

    /** A distance between two ticks, which knows how many decimals tell them apart. */
    private static final class Tick extends NumberTickUnit {
        private static final long serialVersionUID = 1;

        private final double unit;
        private final int decimals;

        Tick(double size, double unit) {
            super(size * unit);
            this.unit = unit;
            decimals = Round.decimals(size);
        }

        @Override
        public String valueToString(double value) {
            return Style.number(value / unit, decimals, decimals);
        }
    }
}
