// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.annotations.XYLineAnnotation;
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
    /** Marks of one row that are nearer than this part of the axis are drawn above each other. */
    private static final double NEAR = 0.022;
    /** How far above each other, in rows. */
    private static final double APART = 0.34;
    /** From the first to the last of them at most. */
    private static final double HEAP = 0.68;
    /** Half of the height of a row's zone, in rows. */
    private static final double ZONE = 0.42;

    private final Picture picture;
    private final List<Activity.Latency> measured;
    private final List<Activity.Latency> drawn;
    private final LatencyScale scale;

    private LatencyChart(Picture picture) {
        this.picture = picture;
        measured = picture.activity().latencies().stream()
                .filter(l -> l.answers() > 0)
                .toList();
        drawn = measured.subList(0, Math.min(measured.size(), OPCODES_MAX));
        scale = LatencyScale.of(
                drawn.stream().flatMap(l -> LatencyMark.of(l).stream()).toList());
    }

    static Chart of(Picture picture) {
        return new LatencyChart(picture).draw();
    }

    private Chart draw() {
        Dataset data = new Dataset("latency", "opcode", "side", "answers", "percent", "ns");
        for (Activity.Latency latency : measured) {
            for (Activity.Percentile p : latency.percentiles()) {
                String side = latency.atKernel() ? "kernel" : "server";
                data.row(latency.opcode(), side, latency.answers(), p.percent(), p.ns());
            }
        }
        XYSeriesCollection series = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        for (int i = 0; i < LatencyMark.DRAWN.size(); i++) {
            XYSeries one = series(LatencyMark.DRAWN.get(i));
            if (!one.isEmpty()) {
                renderer.setSeriesShape(series.getSeriesCount(), Style.dot(i));
                renderer.setSeriesPaint(series.getSeriesCount(), Palette.series(i));
                series.addSeries(one);
            }
        }
        for (int row = 0; row < drawn.size(); row++) {
            range(renderer, LatencyMark.of(drawn.get(row)), row);
        }
        String[] names = drawn.stream().map(this::name).toArray(String[]::new);
        SymbolAxis opcodes = new SymbolAxis(null, names);
        opcodes.setRange(-0.5, Math.max(1, names.length) - 0.5);
        opcodes.setInverted(true);
        opcodes.setGridBandsVisible(false);
        opcodes.setTickLabelFont(Style.LABEL);
        XYPlot plot = Style.plot(series, opcodes);
        plot.setDomainAxis(new DurationAxis("how long it took", scale));
        plot.setRenderer(renderer);
        legend(plot);
        return new Chart(
                Style.chart("How long requests took", subtitle(), plot, caption()),
                AROUND_HEIGHT + ROW_HEIGHT * Math.max(2, drawn.size()),
                data,
                List::of);
    }

    /** All marks of a percentile. */
    private XYSeries series(double percent) {
        XYSeries series = new XYSeries(LatencyMark.name(percent), false, true);
        for (int row = 0; row < drawn.size(); row++) {
            List<LatencyMark> marks = LatencyMark.of(drawn.get(row));
            for (int i = 0; i < marks.size(); i++) {
                if (marks.get(i).percent() == percent && scale.isPlaced(marks.get(i))) {
                    series.add(scale.x(marks.get(i)), row + aside(marks, i));
                }
            }
        }
        return series;
    }

    /** How far a mark is drawn below the middle of its row, so that none is hidden by another. */
    private double aside(List<LatencyMark> marks, int mark) {
        int first = mark;
        while (first > 0 && isNear(marks.get(first - 1), marks.get(first))) {
            first--;
        }
        int last = mark;
        while (last + 1 < marks.size() && isNear(marks.get(last), marks.get(last + 1))) {
            last++;
        }
        int together = last - first + 1;
        double apart = together == 1 ? 0 : Math.min(APART, HEAP / (together - 1));
        return (mark - first - (together - 1) / 2.0) * apart;
    }

    private boolean isNear(LatencyMark a, LatencyMark b) {
        return scale.distance(scale.x(a), scale.x(b)) < NEAR;
    }

    private void range(XYLineAndShapeRenderer renderer, List<LatencyMark> marks, int row) {
        LatencyMark least = marks.get(0);
        if (least.isWithinTick()) {
            // upside down, as the axis is
            renderer.addAnnotation(
                    new XYBoxAnnotation(
                            scale.lower(), row + ZONE, least.tickNs(), row - ZONE, null, null, Palette.UNKNOWN),
                    Layer.BACKGROUND);
        }
        double from = scale.x(least);
        double to = scale.x(marks.get(marks.size() - 1));
        if (from < to) {
            renderer.addAnnotation(
                    new XYLineAnnotation(from, row, to, row, new BasicStroke(2), Palette.FAINT_INK), Layer.BACKGROUND);
        }
    }

    private void legend(XYPlot plot) {
        LegendItemCollection items = plot.getLegendItems();
        if (drawn.stream().anyMatch(l -> LatencyMark.of(l).get(0).isWithinTick())) {
            Rectangle2D box = new Rectangle2D.Double(-9, -6, 18, 12);
            items.add(new LegendItem("within a tick of the clock", null, null, null, box, Palette.UNKNOWN));
        }
        plot.setFixedLegendItems(items);
    }

    private String name(Activity.Latency latency) {
        return latency.opcode() + " (" + latency.answers() + (isElsewhere(latency) ? ", at the server)" : ")");
    }

    /** Whether it is measured at the server, though the kernel's own waiting is what the picture is of. */
    private boolean isElsewhere(Activity.Latency latency) {
        return picture.activity().latencyAtKernel() && !latency.atKernel();
    }

    private String subtitle() {
        if (drawn.isEmpty()) {
            return "The captures show no request together with its answer and the times of both.";
        }
        if (!picture.activity().latencyAtKernel()) {
            return "From a request's coming to the server to its reply.";
        }
        return "As the kernel waited for the server's answers"
                + (drawn.stream().anyMatch(this::isElsewhere)
                        ? "; at the server: from a request's coming to its reply."
                        : ".");
    }

    private String caption() {
        StringBuilder words = new StringBuilder("In brackets: how many were answered. ");
        if (measured.size() > drawn.size()) {
            words.append("Only the ").append(OPCODES_MAX).append(" commonest opcodes are drawn. ");
        }
        clocks().forEach(words::append);
        List<Activity.Latency> unanswered = picture.activity().latencies().stream()
                .filter(l -> l.unanswered() > 0)
                .toList();
        if (!unanswered.isEmpty()) {
            words.append(unanswered.stream()
                    .map(l -> l.opcode() + " (" + l.unanswered() + ")")
                    .collect(Collectors.joining(
                            ", ",
                            "Not in the picture are requests in the background, whose ends the kernel's trace does not"
                                    + " show: ",
                            ". ")));
        }
        return words.append(Captions.sources(picture.diagnosis())).toString();
    }

    /** What clocks are too coarse to tell. */
    private List<String> clocks() {
        List<String> words = new ArrayList<>();
        boolean both = drawn.stream().anyMatch(this::isElsewhere);
        for (boolean atKernel : new boolean[] {true, false}) {
            List<LatencyMark> vague = drawn.stream()
                    .filter(l -> l.atKernel() == atKernel)
                    .flatMap(l -> LatencyMark.of(l).stream())
                    .filter(LatencyMark::isVague)
                    .toList();
            if (!vague.isEmpty()) {
                String tick = DurationFormat.words((double) vague.get(0).tickNs());
                String whose = !both ? "capture's" : atKernel ? "kernel's" : "server's";
                words.add("The " + whose + " clock is coarse, its tick is " + tick + ": "
                        + (vague.stream().anyMatch(LatencyMark::isWithinTick)
                                ? "how long something took within one tick cannot be told, and any other time "
                                : "each of these times ")
                        + "may be " + tick + " more or less. ");
            }
        }
        return words;
    }
}
