// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.util.List;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How long requests take, for each opcode: the median and what lies beyond it, on a logarithmic axis. */
final class LatencyChart {
    private static final int OPCODES_MAX = 16;
    private static final int ROW_HEIGHT = 34;
    private static final int AROUND_HEIGHT = 250;
    private static final List<Double> DRAWN = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    private LatencyChart() {}

    static Chart of(Picture picture) {
        List<Activity.Latency> all = picture.activity().latencies();
        Dataset data = new Dataset("latency", "opcode", "answers", "percent", "ns");
        for (Activity.Latency latency : all) {
            for (Activity.Percentile p : latency.percentiles()) {
                data.row(latency.opcode(), latency.answers(), p.percent(), p.ns());
            }
        }
        List<Activity.Latency> drawn = all.subList(0, Math.min(all.size(), OPCODES_MAX));
        XYSeriesCollection series = new XYSeriesCollection();
        for (double percent : DRAWN) {
            XYSeries one = series(drawn, percent);
            if (!one.isEmpty()) {
                series.addSeries(one);
            }
        }
        String[] names =
                drawn.stream().map(l -> l.opcode() + " (" + l.answers() + ")").toArray(String[]::new);
        SymbolAxis opcodes = new SymbolAxis(null, names);
        opcodes.setRange(-0.5, Math.max(1, names.length) - 0.5);
        opcodes.setInverted(true);
        opcodes.setGridBandsVisible(false);
        opcodes.setTickLabelFont(Style.LABEL);
        XYPlot plot = Style.plot(series, opcodes);
        LogAxis time = new LogAxis("how long it took");
        time.setTickUnit(new NumberTickUnit(1)); // a decade
        time.setLabelFont(Style.LABEL);
        time.setTickLabelFont(Style.LABEL);
        time.setNumberFormatOverride(new DurationFormat());
        plot.setDomainAxis(time);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        for (int i = 0; i < DRAWN.size(); i++) {
            renderer.setSeriesShape(i, Style.dot(i));
            renderer.setSeriesPaint(i, Palette.series(i));
        }
        for (int row = 0; row < drawn.size(); row++) {
            range(renderer, drawn.get(row), row);
        }
        plot.setRenderer(renderer);
        return new Chart(
                Style.chart(
                        "How long requests took",
                        picture.activity().latencyAtKernel()
                                ? "As the kernel waited for the server's answers."
                                : "From a request's coming to the server to its reply.",
                        plot,
                        "In brackets: how many were answered. "
                                + (all.size() > drawn.size()
                                        ? "Only the " + OPCODES_MAX + " commonest opcodes are drawn. "
                                        : "")
                                + Captions.sources(picture.diagnosis())),
                AROUND_HEIGHT + ROW_HEIGHT * Math.max(2, drawn.size()),
                data,
                List::of);
    }

    private static XYSeries series(List<Activity.Latency> latencies, double percent) {
        XYSeries series = new XYSeries(
                percent == 50 ? "median" : percent == 100 ? "maximum" : digits(percent) + " %", false, true);
        for (int i = 0; i < latencies.size(); i++) {
            int row = i;
            latencies.get(i).percentiles().stream()
                    .filter(p -> p.percent() == percent && says(p, latencies.get(row)))
                    .forEach(p -> series.add((double) Math.max(1, p.ns()), row));
        }
        return series;
    }

    /** Whether a percentile tells more than the maximum does: of ten answers, nine are below the 90th percentile. */
    private static boolean says(Activity.Percentile percentile, Activity.Latency latency) {
        return percentile.percent() == 100
                || (latency.answers() > 1 && latency.answers() * (100 - percentile.percent()) >= 100 - 1e-6);
    }

    private static void range(XYLineAndShapeRenderer renderer, Activity.Latency latency, int row) {
        long median = latency.percentiles().get(0).ns();
        long longest =
                latency.percentiles().get(latency.percentiles().size() - 1).ns();
        renderer.addAnnotation(
                new XYLineAnnotation(
                        (double) Math.max(1, median),
                        row,
                        (double) Math.max(1, longest),
                        row,
                        new BasicStroke(2),
                        Palette.FAINT_INK),
                Layer.BACKGROUND);
    }

    private static String digits(double percent) {
        return percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent);
    }
}
