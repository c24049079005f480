// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * Lengths of time on a logarithmic axis: labels at 1, 2 and 5 of each decade if there is room for them, else at every decade, or
 * at every so many. The library's own has them at decades alone, of which a narrow range has one or none.
 */
final class DurationAxis extends LogAxis {
    private static final long serialVersionUID = 1;
    /** Pixels between two labels. */
    private static final int GAP = 8;

    private static final int DECADES_MAX = 15;

    private final transient LatencyScale scale;

    DurationAxis(String title, LatencyScale scale) {
        super(title);
        this.scale = scale;
        setRange(scale.lower(), scale.upper());
        setLabelFont(Style.LABEL);
        setTickLabelFont(Style.LABEL);
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
        FontMetrics metrics = g.getFontMetrics(getTickLabelFont());
        List<NumberTick> ticks = ticks(new int[] {1, 2, 5}, 1);
        for (int decades = 1; decades <= DECADES_MAX && !isRoomFor(ticks, metrics, area, edge); decades++) {
            List<NumberTick> fewer = ticks(new int[] {1}, decades);
            if (fewer.size() < 2) {
                break; // one label is no axis: rather too near to each other
            }
            ticks = fewer;
        }
        return ticks;
    }

    private List<NumberTick> ticks(int[] factors, int decades) {
        List<NumberTick> ticks = new ArrayList<>();
        if (scale.zone() != null) {
            // a minor one has no line, which would look like a time
            ticks.add(new NumberTick(
                    TickType.MINOR, scale.zoneMiddle(), scale.zone(), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
        }
        double first = Math.floor(Math.log10(scale.known()) + Round.EXACT);
        for (double power = Math.pow(10, first); power <= scale.upper(); power *= Math.pow(10, decades)) {
            for (int factor : factors) {
                double ns = factor * power;
                if (ns >= scale.known() && ns <= scale.upper()) {
                    ticks.add(
                            new NumberTick(ns, DurationFormat.words(ns), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
                }
            }
        }
        return ticks;
    }

    private boolean isRoomFor(List<NumberTick> ticks, FontMetrics metrics, Rectangle2D area, RectangleEdge edge) {
        double end = Double.NEGATIVE_INFINITY;
        for (NumberTick tick : ticks) {
            double half = metrics.stringWidth(tick.getText()) / 2.0;
            double middle = valueToJava2D(tick.getValue(), area, edge);
            if (middle - half < end + GAP) {
                return false;
            }
            end = middle + half;
        }
        return true;
    }
}
