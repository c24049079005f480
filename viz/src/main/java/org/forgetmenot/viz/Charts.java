// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.forgetmenot.report.Picture;

/** What can be drawn of a run, and how. */
public final class Charts {
    private final List<Chart> charts;
    private final Dataset data;

    private Charts(List<Chart> charts, Dataset data) {
        this.charts = charts;
        this.data = data;
    }

    /**
     * The lives of the nodeids whose timelines the picture has, one below the other.
     *
     * @param whole all of each life and not only what is around its incident
     */
    public static Charts lifecycle(Picture picture, boolean whole) throws CannotDrawException {
        prepare();
        List<Chart> charts = picture.timelines().stream()
                .map(t -> LifecycleChart.of(t, picture.diagnosis(), whole))
                .toList();
        Dataset data = LifecycleData.empty();
        charts.forEach(chart -> data.addAll(chart.data()));
        return new Charts(charts, data);
    }

    /** What the server counts for the nodeids whose timelines the picture has, in one plot. */
    public static Charts counts(Picture picture) throws CannotDrawException {
        prepare();
        return one(CountsChart.of(picture));
    }

    /** How large the server's tables are over time. */
    public static Charts table(Picture picture) throws CannotDrawException {
        prepare();
        return one(TableChart.of(picture));
    }

    /** How long requests take, for each opcode. */
    public static Charts latency(Picture picture) throws CannotDrawException {
        prepare();
        return one(LatencyChart.of(picture));
    }

    /** Which requests are sent when. */
    public static Charts opcodes(Picture picture) throws CannotDrawException {
        prepare();
        return one(OpcodesChart.of(picture));
    }

    private static Charts one(Chart chart) {
        return new Charts(List.of(chart), chart.data());
    }

    /** Charts need no display, but they do need fonts. */
    private static void prepare() throws CannotDrawException {
        System.setProperty("java.awt.headless", "true");
        try {
            Style.LABEL.getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw e;
        } catch (RuntimeException
                | Error e) { // for want of fonts the JDK throws this or that, InternalError among them
            throw new CannotDrawException(e);
        }
    }

    /** What is plotted. */
    public Dataset data() {
        return data;
    }

    List<Chart> charts() {
        return charts;
    }

    /** Draws it as PNG, so many pixels wide. */
    public void png(int width, OutputStream out) throws IOException {
        ChartFile.png(charts, width, out);
    }

    /** Draws it as SVG, so many units wide. */
    public void svg(int width, OutputStream out) throws IOException {
        ChartFile.svg(charts, width, out);
    }
}
