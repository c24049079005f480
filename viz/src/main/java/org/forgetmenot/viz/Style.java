// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.TickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYDataset;
import org.jspecify.annotations.Nullable;

/** What all charts look like. */
final class Style {
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 21);
    static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    private Style() {}

    static JFreeChart chart(String title, String subtitle, Plot plot, String caption) {
        JFreeChart chart = new JFreeChart(null, TITLE, plot, false);
        chart.setBackgroundPaint(Palette.PAPER);
        chart.setPadding(new RectangleInsets(14, 16, 12, 22));
        chart.addSubtitle(text(title, TITLE, RectangleEdge.TOP, new RectangleInsets(0, 4, 2, 4)));
        if (!subtitle.isEmpty()) {
            chart.addSubtitle(text(subtitle, SUBTITLE, RectangleEdge.TOP, new RectangleInsets(2, 4, 12, 4)));
        }
        TextTitle below = text(caption, CAPTION, RectangleEdge.BOTTOM, new RectangleInsets(8, 4, 0, 4));
        below.setPaint(Palette.FAINT_INK);
        chart.addSubtitle(below);
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(CAPTION);
        legend.setItemPaint(Palette.INK);
        legend.setItemLabelPadding(new RectangleInsets(3, 4, 3, 14));
        legend.setBackgroundPaint(null);
        chart.addSubtitle(legend);
        return chart;
    }

    private static TextTitle text(String words, Font font, RectangleEdge edge, RectangleInsets margin) {
        TextTitle title = new TextTitle(words, font);
        title.setPosition(edge);
        title.setPaint(Palette.INK);
        title.setMargin(margin);
        title.setTextAlignment(HorizontalAlignment.LEFT);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setExpandToFitSpace(true);
        return title;
    }

    static XYPlot plot(XYDataset data, ValueAxis range) {
        XYPlot plot = new XYPlot(data, null, range, null);
        plot.setBackgroundPaint(Palette.PAPER);
        plot.setOutlinePaint(Palette.GRID);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        return plot;
    }

    static NumberAxis numbers(@Nullable String title) {
        return numbers(title, new RoundTicks(1, false));
    }

    private static NumberAxis numbers(@Nullable String title, TickUnitSource ticks) {
        NumberAxis axis = new NumberAxis(title);
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(LABEL);
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLinePaint(Palette.FAINT_INK);
        axis.setAutoRangeIncludesZero(false);
        axis.setStandardTickUnits(ticks);
        axis.setTickLabelInsets(new RectangleInsets(7, 4, 7, 4)); // so that a few above each other do
        return axis;
    }

    /**
     * An axis of seconds, labelled in the unit that suits its length; of whole numbers where there are no times.
     *
     * @param title names seconds, as which it is plotted
     * @param length in seconds
     */
    static NumberAxis time(String title, boolean timed, double length) {
        Unit unit = Unit.of(length);
        NumberAxis axis = timed
                ? numbers(title.replace("seconds", unit.words()), new RoundTicks(unit.seconds(), false))
                : counts(title);
        axis.setTickLabelInsets(new RectangleInsets(2, 10, 2, 10)); // so that labels beside each other are not one
        return axis;
    }

    /** A number for people, to three decimals. */
    static String number(double value) {
        return number(value, 0, 3);
    }

    /** A number for people with so many decimals; nought has no sign and none. */
    static String number(double value, int least, int most) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(most, RoundingMode.HALF_UP);
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(rounded.signum() == 0 ? 0 : least);
        format.setMaximumFractionDigits(most);
        return format.format(rounded);
    }

    /** A dot whose shape tells it from the others. */
    static Shape dot(int index) {
        return switch (index) {
            case 0 -> new Ellipse2D.Double(-5.5, -5.5, 11, 11);
            case 1 -> new Rectangle2D.Double(-4.5, -4.5, 9, 9);
            case 2 -> Marker.FORGET.shape();
            case 3 -> Marker.SUBMOUNT.shape();
            default -> Marker.FAILED.shape();
        };
    }

    /** Whole numbers. */
    static NumberAxis counts(String title) {
        return numbers(title, new RoundTicks(1, true));
    }
}
