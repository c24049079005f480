// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.junit.jupiter.api.Test;

/** Lines that nothing is missing of, and that are told apart without colour. */
final class StepLinesTest {
    private static BufferedImage draw(XYSeries series, StepLines lines) {
        XYPlot plot = Style.plot(new XYSeriesCollection(series), Style.counts("count"));
        plot.setDomainAxis(Style.numbers("at"));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setRenderer(lines);
        BufferedImage image = new BufferedImage(800, 500, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        new JFreeChart(null, Style.TITLE, plot, false).draw(g, new Rectangle(800, 500));
        g.dispose();
        return image;
    }

    /** Pixels of a colour, as columns and rows that have any. */
    private static int[] spread(BufferedImage image, int colour) {
        Set<Integer> columns = new HashSet<>();
        Set<Integer> rows = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
                    columns.add(x);
                    rows.add(y);
                }
            }
        }
        return new int[] {columns.size(), rows.size()};
    }

    @Test
    void stepsSmallerThanAPixelAreDrawn() {
        XYSeries series = new XYSeries("a", false, true);
        series.add(0, 0);
        for (int i = 0; i <= 20_000; i++) {
            series.add(1 + i * 1e-6, i);
        }
        series.add(2, 20_000);
        StepLines lines = new StepLines();
        lines.look(0, 0);
        int[] spread = spread(draw(series, lines), Palette.series(0).getRGB() & 0xFFFFFF);
        assertTrue(spread[0] > 650, () -> "all of the width: " + spread[0]);
        assertTrue(spread[1] > 380, () -> "all of the height: " + spread[1]);
    }

    @Test
    void aValueHoldsUntilTheNextEvenIfThatIsUnknown() {
        XYSeries series = new XYSeries("a", false, true);
        series.add(0, 1);
        series.add((Number) 5, null);
        series.add(9, 0);
        series.add(10, 0);
        StepLines lines = new StepLines();
        lines.look(0, 0);
        int[] spread = spread(draw(series, lines), Palette.series(0).getRGB() & 0xFFFFFF);
        assertTrue(spread[0] > 380 && spread[0] < 460, () -> "six of ten: " + spread[0]);
    }

    /** Else they begin anew at each step, and a line of many steps is solid. */
    @Test
    void dashesGoOnFromStepToStep() {
        XYSeries series = new XYSeries("a", false, true);
        for (int i = 0; i <= 5000; i++) {
            series.add(i, 1);
        }
        StepLines lines = new StepLines();
        lines.look(0, 2);
        int[] spread = spread(draw(series, lines), Palette.series(2).getRGB() & 0xFFFFFF);
        assertTrue(spread[0] > 100 && spread[0] < 400, () -> "two of five: " + spread[0]);
    }

    @Test
    void sixteenLinesDifferWithoutTheirColour() {
        Set<String> looks = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            BasicStroke stroke = (BasicStroke) Palette.dashes(i, 2);
            looks.add(Arrays.toString(stroke.getDashArray()) + (Palette.sign(i) == null ? "" : ", signs"));
        }
        assertEquals(16, looks.size(), looks::toString);
    }

    @Test
    void signsAreAlongTheLineAndInTheLegend() {
        XYSeries series = new XYSeries("a", false, true);
        series.add(0, 1);
        series.add(10, 1);
        assertTrue(height(series, 1) <= 3, "a line alone");
        assertTrue(height(series, 9) >= 8, "signs are higher");
        XYPlot plot = Style.plot(new XYSeriesCollection(series), Style.counts("count"));
        StepLines lines = new StepLines();
        plot.setRenderer(lines);
        lines.look(0, 1);
        assertFalse(plot.getLegendItems().get(0).isShapeVisible());
        lines.look(0, 9);
        assertTrue(plot.getLegendItems().get(0).isShapeVisible());
    }

    private static int height(XYSeries series, int look) {
        StepLines lines = new StepLines();
        lines.look(0, look);
        return spread(draw(series, lines), Palette.series(look).getRGB() & 0xFFFFFF)[1];
    }

    @Test
    void eightAreasDifferWithoutTheirColour() {
        Set<Hatching.Pattern> patterns = new HashSet<>();
        for (int i = 1; i < 8; i++) {
            Paint paint = Palette.filling(i);
            assertTrue(paint instanceof Hatching h && patterns.add(h.pattern()), "area " + i);
        }
        assertTrue(!(Palette.filling(0) instanceof Hatching));
    }
}
