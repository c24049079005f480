// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** Words beside points of a plot, each led to its point by a thin line; put where no two of them overlap, or left out. */
final class Labels extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1;
    private static final double GAP = 8;
    private static final double LINE_GAP = 4;

    /**
     * Words for one thing, the longest first.
     *
     * @param from where what has some length begins; else its place
     * @param to where it ends; else its place
     * @param within whether it may be put within what it names
     * @param beside whether it may be put beside that, with a line
     */
    private record Label(
            List<String> texts,
            double from,
            double to,
            double y,
            Color colour,
            boolean bold,
            boolean within,
            boolean beside) {}

    /** A label as it was drawn. */
    record Placed(String text, Rectangle2D box, Rectangle2D leader) {}

    private final transient List<Label> labels = new ArrayList<>();
    private final transient List<Double> edges = new ArrayList<>();
    private final transient List<Placed> placed = new ArrayList<>();
    private final Font font;

    Labels(Font font) {
        this.font = font;
    }

    /** Words of which the first that find room are drawn; those that are added first find room first. */
    Labels add(List<String> texts, double x, double y, Color colour, boolean bold) {
        labels.add(new Label(texts, x, x, y, colour, bold, false, true));
        return this;
    }

    /**
     * The same for what has some length: put within it, without a line.
     *
     * @param beside whether it is put beside it where there is no room
     */
    Labels addWithin(List<String> texts, double from, double to, double y, Color colour, boolean beside) {
        labels.add(new Label(texts, from, to, y, colour, true, true, beside));
        return this;
    }

    /** Words do not lie across what is there, such as the edge of an area. */
    void edge(double x) {
        edges.add(x);
    }

    /** Where they were put when they were last drawn. */
    List<Placed> placed() {
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
        double[] drawnEdges = edges.stream()
                .mapToDouble(x -> domain.valueToJava2D(x, area, plot.getDomainAxisEdge()))
                .toArray();
        for (Label label : labels) {
            g.setFont(label.bold ? font.deriveFont(Font.BOLD) : font);
            double from = domain.valueToJava2D(label.from, area, plot.getDomainAxisEdge());
            double to = domain.valueToJava2D(label.to, area, plot.getDomainAxisEdge());
            double y = range.valueToJava2D(label.y, area, plot.getRangeAxisEdge());
            new Drawing(g, area, drawnEdges).draw(label, from, to, y);
        }
    }

    /** One drawing of the labels. */
    private final class Drawing {
        private final Graphics2D g;
        private final Rectangle2D area;
        private final double[] drawnEdges;

        Drawing(Graphics2D g, Rectangle2D area, double[] drawnEdges) {
            this.g = g;
            this.area = area;
            this.drawnEdges = drawnEdges;
        }

        void draw(Label label, double from, double to, double y) {
            FontMetrics metrics = g.getFontMetrics();
            double x = (from + to) / 2;
            for (String text : label.texts) {
                double width = metrics.stringWidth(text);
                if (label.within && width + 2 * GAP <= to - from) {
                    Rectangle2D box = place(x - width / 2, width, metrics.getHeight(), x, y);
                    if (box != null) {
                        draw(label, text, box, box);
                        return;
                    }
                }
            }
            for (String text : label.beside ? label.texts : List.<String>of()) {
                double width = metrics.stringWidth(text);
                for (double left : new double[] {x + GAP, x - GAP - width}) {
                    Rectangle2D box = place(left, width, metrics.getHeight(), x, y);
                    if (box != null) {
                        draw(label, text, box, leader(box, x, y));
                        g.setStroke(new BasicStroke(1));
                        double foot = box.getX() > x ? box.getX() - 3 : box.getMaxX() + 3;
                        g.draw(new Line2D.Double(x, y, x, box.getCenterY()));
                        g.draw(new Line2D.Double(x, box.getCenterY(), foot, box.getCenterY()));
                        return;
                    }
                }
            }
        }

        private void draw(Label label, String text, Rectangle2D box, Rectangle2D leader) {
            placed.add(new Placed(text, box, leader));
            g.setColor(label.colour);
            g.drawString(text, (float) box.getX(), (float)
                    (box.getY() + g.getFontMetrics().getAscent()));
        }

        /** The first free place above the point, from the top down. */
        private @Nullable Rectangle2D place(double left, double width, double height, double x, double y) {
            double right = left + width;
            if (left < area.getX()
                    || right > area.getMaxX()
                    || Arrays.stream(drawnEdges).anyMatch(edge -> left - 1 < edge && edge < right + 1)) {
                return null;
            }
            for (double top = area.getY() + LINE_GAP; top + height < y - LINE_GAP; top += height + LINE_GAP) {
                Rectangle2D box = new Rectangle2D.Double(left, top, width, height);
                if (isFree(box, x, y)) {
                    return box;
                }
            }
            return null;
        }
    }

    private boolean isFree(Rectangle2D box, double x, double y) {
        Rectangle2D roomy =
                new Rectangle2D.Double(box.getX() - GAP, box.getY() - 1, box.getWidth() + 2 * GAP, box.getHeight() + 2);
        Rectangle2D leader = leader(box, x, y);
        return placed.stream()
                .noneMatch(p -> p.box.intersects(roomy) || p.box.intersects(leader) || p.leader.intersects(roomy));
    }

    /** Where the line goes down to the point: no label may be there, either. */
    private static Rectangle2D leader(Rectangle2D box, double x, double y) {
        return new Rectangle2D.Double(x - 1, box.getCenterY(), 2, Math.max(1, y - box.getCenterY()));
    }
}
