// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.general.DatasetUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of axes: each says exactly where it is, and no other says the same. */
final class AxesTest {
    private static List<NumberTick> ticks(NumberAxis axis, double from, double to, RectangleEdge edge) {
        axis.setRange(from, to);
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        List<NumberTick> ticks = new ArrayList<>();
        for (Object tick : axis.refreshTicks(g, new AxisState(), new Rectangle2D.Double(0, 0, 1000, 450), edge)) {
            ticks.add((NumberTick) tick);
        }
        g.dispose();
        return ticks;
    }

    private static void assertExact(List<NumberTick> ticks, double unit) {
        List<String> labels = ticks.stream().map(NumberTick::getText).toList();
        assertTrue(labels.size() >= 2, labels::toString);
        assertEquals(labels.size(), new HashSet<>(labels).size(), labels::toString);
        assertFalse(labels.contains("-0"), labels::toString);
        double step = ticks.get(1).getValue() - ticks.get(0).getValue();
        for (NumberTick tick : ticks) {
            double said = Double.parseDouble(tick.getText().replace(",", "")) * unit;
            assertEquals(tick.getValue(), said, step / 1000, labels::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3.8e-4",
        "0, 0.0034",
        "0, 1e-7",
        "-1e-3, 1e-3",
        "-1.5, 0.7",
        "0, 2.4",
        "-0.05, 0.30000001",
        "0, 2.2e6",
        "3, 4000000",
        "0.9999, 1.0001",
        "0, 1"
    })
    void labelsAreDistinctAndExact(double from, double to) {
        for (RectangleEdge edge : List.of(RectangleEdge.BOTTOM, RectangleEdge.LEFT)) {
            assertExact(ticks(Style.numbers("a"), from, to, edge), 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3e-7, nanoseconds, 1e-9",
        "3.8e-4, microseconds, 1e-6",
        "0.02, milliseconds, 1e-3",
        "0.5, seconds, 1",
        "900, seconds, 1",
        "7200, minutes, 60",
        "172800, hours, 3600",
        "2300000, days, 86400",
    })
    void timeIsToldInTheUnitThatSuitsIt(double length, String unit, double seconds) {
        NumberAxis axis = Style.time("seconds from the first event on", true, length);
        assertEquals(unit + " from the first event on", axis.getLabel());
        List<NumberTick> ticks = ticks(axis, -length / 3, length, RectangleEdge.BOTTOM);
        assertExact(ticks, seconds);
        assertTrue(ticks.stream().allMatch(t -> t.getText().length() < 7), ticks::toString);
    }

    @Test
    void thereIsNoHalfOfAStep() {
        NumberAxis axis = Style.time("steps from the first step on", false, 3);
        assertEquals("steps from the first step on", axis.getLabel());
        List<String> labels = ticks(axis, 0, 3, RectangleEdge.BOTTOM).stream()
                .map(NumberTick::getText)
                .toList();
        assertEquals(List.of("0", "1", "2", "3"), labels);
    }

    @Test
    void roundNumbers() {
        assertEquals(0.002, Round.up(0.0011), 1e-12);
        assertEquals(1000, Round.up(1000), 1e-9);
        assertEquals(1000, Round.down(1000), 1e-9);
        assertEquals(500, Round.down(999), 1e-9);
        assertEquals(3, Round.decimals(0.005));
        assertEquals(0, Round.decimals(20));
    }

    private static String rates(Charts charts) {
        XYPlot plot = charts.charts().get(0).drawing().getXYPlot();
        return plot.getRangeAxis().getLabel();
    }

    private static double top(Charts charts) {
        XYPlot plot = charts.charts().get(0).drawing().getXYPlot();
        return DatasetUtils.findMaximumRangeValue(plot.getDataset()).doubleValue();
    }

    @Test
    void rarelyIsToldByTheHour() throws Exception {
        Charts charts = Charts.opcodes(Activities.requests(true, 3_600_000_000_000L, 1L, 7L, 0L, 12L));
        assertEquals("requests per hour", rates(charts));
        assertEquals(12, top(charts), "and so it is drawn");
        assertEquals(12 / 3600.0, charts.data().rows().get(2).get(3));
    }

    @Test
    void whereThereAreNoTimesTheLengthOfABucketIsSaid() throws Exception {
        Charts charts = Charts.opcodes(Activities.requests(false, 16, 5L, 7L, 0L, 12L));
        assertEquals("requests in each 16 events", rates(charts));
        assertNull(charts.data().rows().get(0).get(3), "there are no seconds");
    }
}
