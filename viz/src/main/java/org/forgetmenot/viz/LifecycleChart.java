// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Timeline;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepAreaRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** One nodeid's life: the server's count above, who holds the nodeid below, and the time in which the two disagree. */
final class LifecycleChart {
    private static final int COUNTS_HEIGHT = 250;
    private static final int LANE_HEIGHT = 62;
    private static final int AROUND_HEIGHT = 260;
    /** Room above the highest count, for labels: as a part of the plot. */
    private static final double HEADROOM = 0.55;

    private final Timeline timeline;
    private final Diagnosis diagnosis;
    private final Window window;
    private final Scale scale;
    private final Labels labels = new Labels(Style.LABEL);
    private final Lanes lanes;
    private final @Nullable Finding finding;

    private LifecycleChart(Timeline timeline, Diagnosis diagnosis, boolean whole) {
        this.timeline = timeline;
        this.diagnosis = diagnosis;
        window = whole ? Window.whole(timeline) : Window.around(timeline);
        scale = Scale.of(timeline);
        lanes = new Lanes(timeline, window, scale, Style.LABEL);
        finding = Captions.finding(timeline, diagnosis);
    }

    static Chart of(Timeline timeline, Diagnosis diagnosis, boolean whole) {
        LifecycleChart chart = new LifecycleChart(timeline, diagnosis, whole);
        return chart.draw();
    }

    private Chart draw() {
        NumberAxis time = Style.time(scale.title(), scale.timed(), scale.x(window.to()) - scale.x(window.from()));
        time.setRange(scale.x(window.from()) - margin(), scale.x(window.to()) + margin());
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(time);
        both.setGap(14);
        int rows = Math.max(1, timeline.lanes().size());
        XYPlot counts = counts();
        XYPlot held = held(rows);
        both.add(counts, COUNTS_HEIGHT);
        both.add(held, LANE_HEIGHT * rows);
        both.setFixedLegendItems(legend());
        timeline.unknown().forEach(interval -> shade(counts, interval, Palette.UNKNOWN, null));
        shade(counts);
        shade(held);
        String caption = Captions.lifecycle(timeline, diagnosis, window);
        int height = AROUND_HEIGHT + COUNTS_HEIGHT + LANE_HEIGHT * rows;
        return new Chart(
                Style.chart(Captions.title(timeline, finding), Captions.subtitle(timeline, finding), both, caption),
                height,
                LifecycleData.of(timeline),
                () -> {
                    List<Labels.Placed> all = new ArrayList<>(labels.placed());
                    all.addAll(lanes.placed());
                    return all;
                });
    }

    private double margin() {
        return (scale.x(window.to()) - scale.x(window.from())) * 0.015;
    }

    private XYPlot counts() {
        XYSeries series = new XYSeries("the server's count", false, true);
        long highest = 1;
        if (isBegun()) {
            series.add(scale.x(timeline.from()), 0);
        }
        Timeline.Count before = null;
        for (Timeline.Count count : timeline.counts()) {
            if (count.at() < window.from()) {
                before = count;
                continue;
            }
            if (before != null) {
                add(series, window.from(), before);
                highest = Math.max(highest, value(before));
                before = null;
            }
            if (count.at() <= window.to()) {
                add(series, count.at(), count);
                highest = Math.max(highest, value(count));
            }
        }
        if (before != null) {
            add(series, window.from(), before);
            highest = Math.max(highest, value(before));
        }
        if (!series.isEmpty()) {
            series.add((Number) scale.x(window.to()), series.getY(series.getItemCount() - 1)); // it holds until the end
        }
        NumberAxis axis = Style.counts("server's count");
        axis.setRange(0, highest / (1 - HEADROOM));
        XYSeriesCollection data = new XYSeriesCollection(series);
        XYPlot plot = Style.plot(data, axis);
        XYStepAreaRenderer area = new XYStepAreaRenderer(XYStepAreaRenderer.AREA);
        area.setSeriesPaint(0, new Color(0xD6EAF5));
        plot.setRenderer(0, area);
        StepLines line = new StepLines();
        line.setSeriesPaint(0, Palette.BLUE);
        line.setSeriesStroke(0, new BasicStroke(3));
        plot.setDataset(1, data);
        plot.setRenderer(1, line);
        label(plot);
        return plot;
    }

    /** Whether its first LOOKUP is seen, before which nothing was counted. */
    private boolean isBegun() {
        return window.from() <= timeline.from()
                && !timeline.isEmpty()
                && timeline.marks().get(0).kind() == StepKind.LOOKUP
                && count(timeline.marks().get(0)) == 1;
    }

    private static long value(Timeline.Count count) {
        return count.count() == null ? 0 : Math.max(0, count.count());
    }

    private void add(XYSeries series, long at, Timeline.Count count) {
        series.add((Number) scale.x(at), count.count() == null ? null : (Number) count.count());
    }

    /** Names what one must not miss: the FORGET, how long nobody counted, the first use that failed, and how it began. */
    private void label(XYPlot plot) {
        timeline.dangling().forEach(this::edges);
        timeline.leaked().forEach(this::edges);
        Timeline.Mark incident = timeline.incident();
        if (incident != null && window.has(incident)) {
            labels.add(
                    List.of(Captions.forget(incident)), scale.x(incident.from()), count(incident), Palette.INK, true);
        }
        boolean isFirst = true;
        for (Timeline.Interval interval : timeline.dangling()) {
            within(interval, Captions.dangling(timeline, interval), 0, Palette.VERMILION, isFirst);
            isFirst = false;
        }
        isFirst = true;
        for (Timeline.Interval interval : timeline.leaked()) {
            double counted = Math.max(0, Timeline.Count.at(timeline.counts(), window.middle(interval)));
            within(interval, Captions.leaked(timeline, interval), counted, Palette.ORANGE, isFirst);
            isFirst = false;
        }
        first(
                timeline.marks(),
                StepKind.USED_FORGOTTEN,
                List.of("first use of the forgotten", "first use"),
                Palette.VERMILION);
        if (incident != null && !timeline.dangling().isEmpty()) {
            List<Timeline.Mark> later = timeline.marks().stream()
                    .filter(mark -> mark.from() > incident.to())
                    .filter(mark -> mark.from() <= timeline.dangling().get(0).to())
                    .toList();
            first(later, StepKind.LOOKUP, Captions.handedOutAgain(finding), Palette.GREEN);
        }
        first(timeline.marks(), StepKind.LOOKUP, List.of("first LOOKUP"), Palette.GREEN);
        first(timeline.marks(), StepKind.ROOT, List.of("submount mounted"), Palette.PURPLE);
        timeline.unknown()
                .forEach(interval ->
                        within(interval, List.of("count not known", "not known"), 0, Palette.FAINT_INK, false));
        plot.addAnnotation(labels);
    }

    private void edges(Timeline.Interval interval) {
        labels.edge(scale.x(interval.from()));
        labels.edge(scale.x(interval.to()));
    }

    private void within(Timeline.Interval interval, List<String> words, double y, Color colour, boolean beside) {
        if (window.has(interval)) {
            double from = scale.x(window.clamp(interval.from()));
            double to = scale.x(window.clamp(interval.to()));
            labels.addWithin(words, from, to, y, Palette.readable(colour), beside);
        }
    }

    private void first(List<Timeline.Mark> marks, StepKind kind, List<String> words, Color colour) {
        marks.stream()
                .filter(mark -> mark.kind() == kind)
                .findFirst()
                .filter(window::has)
                .ifPresent(
                        mark -> labels.add(words, scale.x(mark.from()), count(mark), Palette.readable(colour), false));
    }

    private static double count(Timeline.Mark mark) {
        return mark.count() == null ? 0 : Math.max(0, mark.count());
    }

    private XYPlot held(int rows) {
        String[] names = timeline.lanes().isEmpty()
                ? new String[] {"requests"}
                : IntStream.range(0, rows)
                        .mapToObj(i -> Captions.lane(timeline, i))
                        .toArray(String[]::new);
        SymbolAxis axis = new SymbolAxis(null, names);
        axis.setRange(-0.5, rows - 0.5);
        axis.setInverted(true);
        axis.setGridBandsVisible(false);
        axis.setTickLabelFont(Style.LABEL);
        axis.setTickLabelPaint(Palette.INK);
        XYPlot plot = Style.plot(new XYSeriesCollection(), axis);
        plot.setRenderer(new XYStepRenderer());
        plot.setRangeGridlinesVisible(false);
        plot.addAnnotation(lanes);
        return plot;
    }

    private void shade(XYPlot plot) {
        timeline.dangling().forEach(interval -> shade(plot, interval, Palette.DANGER, Palette.VERMILION));
        timeline.leaked().forEach(interval -> shade(plot, interval, Palette.LEAK, Palette.ORANGE));
    }

    private void shade(XYPlot plot, Timeline.Interval interval, Color colour, @Nullable Color outline) {
        IntervalMarker marker = new IntervalMarker(scale.x(interval.from()), scale.x(interval.to()));
        marker.setPaint(colour);
        marker.setAlpha(1);
        marker.setOutlinePaint(outline);
        marker.setOutlineStroke(Palette.dashes(1, 1));
        plot.addDomainMarker(marker, Layer.BACKGROUND);
    }

    private LegendItemCollection legend() {
        LegendItemCollection items = new LegendItemCollection();
        Rectangle2D box = new Rectangle2D.Double(-9, -6, 18, 12);
        if (timeline.hasHolding(h -> !h.forgotten() && h.isOwn())) {
            items.add(item("held, with lookups of its own", box, Lanes.OWN));
        }
        if (timeline.hasHolding(h -> !h.forgotten() && h.isWithout())) {
            items.add(item("held, without (borrowed or shared)", box, Lanes.NONE_OF_ITS_OWN));
        }
        if (timeline.hasHolding(h -> !h.forgotten() && h.count() == null)) {
            items.add(item("held, own lookups not known", box, Lanes.UNKNOWN));
        }
        if (!timeline.dangling().isEmpty()) {
            items.add(item(
                    timeline.lanes().isEmpty() ? "forgotten, but still used" : "forgotten, but still held",
                    box,
                    timeline.lanes().isEmpty() ? Palette.DANGER : Lanes.FORGOTTEN));
        }
        if (!timeline.leaked().isEmpty()) {
            items.add(item("counted, but held by nobody", box, Palette.LEAK));
        }
        for (Marker marker : Marker.values()) {
            if (timeline.marks().stream().anyMatch(m -> Marker.of(m) == marker && isDrawn(m))) {
                items.add(new LegendItem(marker.title(), null, null, null, marker.shape(), marker.colour()));
            }
        }
        return items;
    }

    private boolean isDrawn(Timeline.Mark mark) {
        return Lanes.row(timeline, mark) != null && window.has(mark);
    }

    private static LegendItem item(String words, Rectangle2D box, java.awt.Paint paint) {
        return new LegendItem(words, null, null, null, box, paint, new BasicStroke(1), Lanes.outline(paint));
    }
}
