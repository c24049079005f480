// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Words;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.data.xy.CategoryTableXYDataset;

/** Which requests are sent when: so many a second of each opcode, one on top of the other. */
final class OpcodesChart {
    private static final int HEIGHT = 640;
    /** Opcodes with an area of their own; the rest is one. */
    private static final int OWN = 7;

    private OpcodesChart() {}

    static Chart of(Picture picture) {
        Activity activity = picture.activity();
        Rates rates = new Rates(activity);
        Dataset data = new Dataset("opcodes", "opcode", "at", "requests", "perSecond");
        CategoryTableXYDataset table = new CategoryTableXYDataset();
        List<Long> others = new ArrayList<>();
        int other = 0;
        for (int i = 0; i < activity.opcodes().size(); i++) {
            Activity.Opcode opcode = activity.opcodes().get(i);
            List<Long> sums = rates.sums(opcode.perBucket());
            for (int c = 0; c < sums.size(); c++) {
                if (sums.get(c) > 0) {
                    data.row(
                            opcode.name(),
                            rates.x(c),
                            sums.get(c),
                            activity.timed() ? sums.get(c) / rates.length() : null);
                }
            }
            if (i < OWN || activity.opcodes().size() == OWN + 1) {
                add(table, rates, opcode.name() + " (" + opcode.requests() + ")", sums);
            } else {
                other++;
                others = others.isEmpty() ? new ArrayList<>(sums) : sum(others, sums);
            }
        }
        if (other > 0) {
            long all = others.stream().mapToLong(n -> n).sum();
            add(table, rates, other + " others (" + all + ")", others);
        }
        XYPlot plot = Style.plot(table, activity.timed() ? Style.numbers(rates.title()) : Style.counts(rates.title()));
        plot.setDomainAxis(rates.axis());
        StackedXYBarRenderer renderer = new StackedXYBarRenderer(0.02);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(true);
        renderer.setLegendBar(new Rectangle2D.Double(-9, -6, 18, 12));
        for (int i = 0; i < table.getSeriesCount(); i++) {
            renderer.setSeriesPaint(i, Palette.filling(i));
            renderer.setSeriesOutlinePaint(i, Palette.series(i));
        }
        plot.setRenderer(renderer);
        return new Chart(
                Style.chart(
                        "What was asked of the server",
                        Words.count(total(activity), "request") + ", " + failed(activity)
                                + " of them answered with an error, and "
                                + Words.count(forgets(activity), "nodeid") + " given back.",
                        plot,
                        "In brackets: how many in all. FORGETs are counted by the message, each of which may give back many"
                                + " nodeids. " + Captions.sources(picture.diagnosis())),
                HEIGHT,
                data,
                List::of);
    }

    private static void add(CategoryTableXYDataset table, Rates rates, String name, List<Long> sums) {
        for (int c = 0; c < sums.size(); c++) {
            table.add(rates.x(c) + rates.length() / 2, rates.rate(sums.get(c)), name);
        }
    }

    private static List<Long> sum(List<Long> a, List<Long> b) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sum.add(a.get(i) + b.get(i));
        }
        return sum;
    }

    private static long total(Activity activity) {
        return activity.buckets().stream().mapToLong(Activity.Bucket::requests).sum();
    }

    private static long failed(Activity activity) {
        return activity.buckets().stream().mapToLong(Activity.Bucket::errors).sum();
    }

    private static long forgets(Activity activity) {
        return activity.buckets().stream().mapToLong(Activity.Bucket::forgets).sum();
    }
}
