// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Timeline;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What the server counts for some nodeids, over time: counts that only rise are leaks. */
final class CountsChart {
    private static final int HEIGHT = 620;

    private CountsChart() {}

    static Chart of(Picture picture) {
        List<Timeline> timelines = picture.timelines();
        long from = timelines.stream().mapToLong(Timeline::from).min().orElse(0);
        long to = timelines.stream().mapToLong(Timeline::to).max().orElse(0);
        boolean timed = timelines.stream().allMatch(Timeline::timed);
        Scale scale = new Scale(from, timed, false);
        XYSeriesCollection all = new XYSeriesCollection();
        Dataset data = new Dataset("counts", "nodeid", "path", "at", "count");
        for (Timeline timeline : timelines) {
            XYSeries series = new XYSeries(
                    Captions.nodeid(timeline.nodeid(), timeline.path()) + " ".repeat(all.getSeriesCount()),
                    false,
                    true);
            for (Timeline.Count count : timeline.counts()) {
                series.add((Number) scale.x(count.at()), count.count());
                data.row(Long.toUnsignedString(timeline.nodeid()), timeline.path(), count.at(), count.count());
            }
            if (!series.isEmpty()) {
                series.add((Number) scale.x(to), series.getY(series.getItemCount() - 1));
            }
            all.addSeries(series);
        }
        XYPlot plot = Style.plot(all, Style.counts("server's count"));
        NumberAxis time = Style.time(scale.title(), timed, scale.x(to));
        plot.setDomainAxis(time);
        StepLines renderer = new StepLines();
        for (int i = 0; i < timelines.size(); i++) {
            renderer.look(i, i);
        }
        plot.setRenderer(renderer);
        // the first is solid: upon others it would hide them, below it shows between their dashes
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        return new Chart(
                Style.chart(
                        "The nodeids that the server counts highest",
                        "A count that rises and never falls is a leak: of the kernel if it holds on to it, of the server if it"
                                + " does not subtract.",
                        plot,
                        "Lookups handed out, less those given back by FORGET, as the captures show them. "
                                + Captions.sources(picture.diagnosis())),
                HEIGHT,
                data,
                List::of);
    }
}
