// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Words;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How large the server's tables are over time: the nodeids that it counts, and the files and directories that it has open. */
final class TableChart {
    private static final int HEIGHT = 640;

    private TableChart() {}

    static Chart of(Picture picture) {
        Activity activity = picture.activity();
        Rates rates = new Rates(activity);
        List<Long> nodeids = rates.peaks(
                activity.buckets().stream().map(Activity.Bucket::nodeids).toList());
        List<Long> handles = rates.peaks(
                activity.buckets().stream().map(Activity.Bucket::handles).toList());
        Dataset data = new Dataset("table", "at", "nodeids", "handles");
        for (int i = 0; i < rates.columns(); i++) {
            data.row(rates.x(i), nodeids.get(i), handles.get(i));
        }
        CombinedDomainXYPlot plot = new CombinedDomainXYPlot(rates.axis());
        plot.setGap(16);
        plot.add(part(rates, nodeids, "nodeids", 0), 2);
        boolean hasHandles = handles.stream().anyMatch(h -> h > 0);
        if (hasHandles) {
            plot.add(part(rates, handles, "open handles", 1), 1);
        }
        return new Chart(
                Style.chart(
                        "The server's tables",
                        "At most " + Words.count(peak(nodeids), "nodeid") + " at one time"
                                + (hasHandles
                                        ? ", and " + Words.count(peak(handles), "open file or directory handle") + "."
                                        : "; the captures show no file handles."),
                        plot,
                        "Each step is the most that there was in its length of time. "
                                + Captions.sources(picture.diagnosis())),
                HEIGHT,
                data,
                List::of);
    }

    private static long peak(List<Long> values) {
        return values.stream().mapToLong(n -> n).max().orElse(0);
    }

    private static XYPlot part(Rates rates, List<Long> values, String title, int number) {
        XYSeries series = new XYSeries(title, false, true);
        for (int i = 0; i < values.size(); i++) {
            series.add(rates.x(i), values.get(i));
        }
        if (!values.isEmpty()) {
            series.add(rates.x(values.size()), values.get(values.size() - 1));
        }
        XYPlot plot = Style.plot(new XYSeriesCollection(series), Style.counts(title));
        StepLines renderer = new StepLines();
        renderer.look(0, number);
        plot.setRenderer(renderer);
        return plot;
    }
}
