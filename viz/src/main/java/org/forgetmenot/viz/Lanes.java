// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.report.Timeline;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** One lane for each superblock, with bars while it holds the nodeid and a sign for each step. */
final class Lanes extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1;
    /** How thick a bar is, as a part of its lane. */
    private static final double THICKNESS = 0.42;

    private static final double THINNEST = 1.5;
    /** Signs of one kind that are nearer to each other than this lie on each other. */
    private static final double DENSE = 5;
    /** Whoever looks at an SVG may have a wider font. */
    private static final double OTHER_FONTS = 1.1;

    static final Paint OWN = Palette.SKY;
    static final Paint NONE_OF_ITS_OWN = Palette.hatched(Palette.BLUE);
    static final Paint UNKNOWN = Palette.UNKNOWN;
    static final Paint FORGOTTEN = Palette.crossHatched(Palette.VERMILION);

    private final transient Timeline timeline;
    private final transient Window window;
    private final transient Scale scale;
    private final Font font;
    private final transient List<Labels.Placed> placed = new ArrayList<>();

    Lanes(Timeline timeline, Window window, Scale scale, Font font) {
        this.timeline = timeline;
        this.window = window;
        this.scale = scale;
        this.font = font;
    }

    /** The words in the bars, where they were when they were last drawn. */
    List<Labels.Placed> placed() {
        return List.copyOf(placed);
    }

    @Override
    public void draw(
            Graphics2D g,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis domain,
            ValueAxis range,
            int index,
            PlotRenderingInfo info) {
        placed.clear();
        g.setFont(font);
        for (int i = 0; i < timeline.lanes().size(); i++) {
            double middle = range.valueToJava2D(i, area, plot.getRangeAxisEdge());
            double height = Math.abs(range.valueToJava2D(i + THICKNESS, area, plot.getRangeAxisEdge()) - middle);
            for (Timeline.Holding holding : timeline.lanes().get(i).holdings()) {
                if (window.has(holding)) {
                    double from =
                            domain.valueToJava2D(scale.x(window.clamp(holding.from())), area, plot.getDomainAxisEdge());
                    double to =
                            domain.valueToJava2D(scale.x(window.clamp(holding.to())), area, plot.getDomainAxisEdge());
                    bar(
                            g,
                            holding,
                            new Rectangle2D.Double(from, middle - height / 2, Math.max(THINNEST, to - from), height));
                }
            }
        }
        Map<Signs, Double> last = new HashMap<>();
        for (Timeline.Mark mark : timeline.marks()) {
            Marker marker = Marker.of(mark);
            Integer row = row(timeline, mark);
            if (marker != null && row != null && window.has(mark)) {
                double x = domain.valueToJava2D(scale.x(window.clamp(mark.from())), area, plot.getDomainAxisEdge());
                double y = range.valueToJava2D(row, area, plot.getRangeAxisEdge());
                double beside =
                        Math.abs(range.valueToJava2D(row + THICKNESS, area, plot.getRangeAxisEdge()) - y) * 0.95;
                Double before = last.put(new Signs(row, marker), x);
                boolean dense = before != null && x - before < DENSE;
                double at = marker.isOfRequest() ? y + beside : marker == Marker.UNMOUNT ? y - beside : y;
                sign(g, marker, x, at, !dense && !marker.isOfRequest());
            }
        }
    }

    /** Where signs of one kind follow each other. */
    private record Signs(int row, Marker marker) {}

    /** The lane that a step is drawn in, null if in none; steps that the server alone shows are below the superblocks. */
    static @Nullable Integer row(Timeline timeline, Timeline.Mark mark) {
        return mark.lane() == null && timeline.lanes().isEmpty() ? (Integer) 0 : mark.lane();
    }

    private void bar(Graphics2D g, Timeline.Holding holding, Rectangle2D bar) {
        g.setPaint(paint(holding));
        g.fill(bar);
        g.setPaint(holding.forgotten() ? Palette.VERMILION : Palette.BLUE);
        g.setStroke(new BasicStroke(holding.forgotten() ? 2 : 1));
        g.draw(bar);
        FontMetrics metrics = g.getFontMetrics();
        for (String words : words(holding)) {
            double drawn = metrics.stringWidth(words);
            double width = drawn * OTHER_FONTS;
            if (width + 16 <= bar.getWidth() && metrics.getHeight() <= bar.getHeight()) {
                Rectangle2D box = new Rectangle2D.Double(
                        bar.getCenterX() - width / 2 - 5,
                        bar.getCenterY() - metrics.getHeight() / 2.0,
                        width + 10,
                        metrics.getHeight());
                g.setPaint(Palette.PAPER);
                g.fill(box);
                g.setPaint(Palette.INK);
                g.drawString(words, (float) (box.getCenterX() - drawn / 2), (float) (box.getY() + metrics.getAscent()));
                placed.add(new Labels.Placed(words, box, box));
                return;
            }
        }
    }

    private static Paint paint(Timeline.Holding holding) {
        if (holding.forgotten()) {
            return FORGOTTEN;
        }
        return holding.isOwn() ? OWN : holding.isWithout() ? NONE_OF_ITS_OWN : UNKNOWN;
    }

    /** What a bar says, the longest first. */
    private static List<String> words(Timeline.Holding holding) {
        String several = holding.times() > 1 ? holding.times() + " times, " : "";
        if (holding.forgotten()) {
            return List.of(
                    several + "still held, but forgotten by the server", "still held, but forgotten", "forgotten");
        }
        if (holding.count() == null) {
            return List.of(several + "holds it, own lookups not known", "lookups not known", "not known");
        }
        if (holding.isWithout()) {
            return List.of(several + "holds it without a lookup of its own", "no lookup of its own", "no lookup");
        }
        String lookups = holding.count() + (holding.count() == 1 ? " lookup" : " lookups");
        return List.of(several + "holds it with " + lookups, lookups, String.valueOf(holding.count()));
    }

    /**
     * Draws a sign.
     *
     * @param outlined whether it stands out from what is below it: where signs are dense, outlines would hide those before
     */
    private static void sign(Graphics2D g, Marker marker, double x, double y, boolean outlined) {
        g.setPaint(marker.colour());
        g.fill(marker.at(x, y));
        if (outlined) {
            g.setPaint(Palette.PAPER);
            g.setStroke(new BasicStroke(0.8f));
            g.draw(marker.at(x, y));
        }
    }

    /** For the legend. */
    static Color outline(Paint paint) {
        return paint == FORGOTTEN ? Palette.VERMILION : Palette.BLUE;
    }
}
