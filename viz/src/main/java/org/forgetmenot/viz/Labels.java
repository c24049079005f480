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

    private record Label(String text, double x, double y, Color colour, boolean bold, boolean centred) {}

    /** A label as it was drawn. */
    record Placed(String text, Rectangle2D box, Rectangle2D leader) {}

    private final transient List<Label> labels = new ArrayList<>();
    private final transient List<Placed> placed = new ArrayList<>();
    private final Font font;

    Labels(Font font) {
        this.font = font;
    }

    /** Those that are added first find room first. */
    Labels add(String text, double x, double y, Color colour, boolean bold) {
        labels.add(new Label(text, x, y, colour, bold, false));
        return this;
    }

    /** The same for what has some length: put around its middle, without a line; beside it where there is no room. */
    Labels addCentred(String text, double x, double y, Color colour) {
        labels.add(new Label(text, x, y, colour, true, true));
        return this;
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
        for (Label label : labels) {
            double x = domain.valueToJava2D(label.x, area, plot.getDomainAxisEdge());
            double y = range.valueToJava2D(label.y, area, plot.getRangeAxisEdge());
            Font own = label.bold ? font.deriveFont(Font.BOLD) : font;
            g.setFont(own);
            FontMetrics metrics = g.getFontMetrics();
            double width = metrics.stringWidth(label.text);
            Rectangle2D box = label.centred ? place(x - width / 2, width, metrics.getHeight(), x, y, area) : null;
            boolean led = box == null;
            for (double left : new double[] {x + GAP, x - GAP - width}) {
                box = box == null ? place(left, width, metrics.getHeight(), x, y, area) : box;
            }
            if (box == null) {
                continue;
            }
            placed.add(new Placed(label.text, box, led ? leader(box, x, y) : box));
            g.setColor(label.colour);
            g.setStroke(new BasicStroke(1));
            if (led) {
                double foot = box.getX() > x ? box.getX() - 3 : box.getMaxX() + 3;
                g.draw(new Line2D.Double(x, y, x, box.getCenterY()));
                g.draw(new Line2D.Double(x, box.getCenterY(), foot, box.getCenterY()));
            }
            g.drawString(label.text, (float) box.getX(), (float) (box.getY() + metrics.getAscent()));
        }
    }

    /** The first free place above the point, from the top down. */
    private @Nullable Rectangle2D place(
            double left, double width, double height, double x, double y, Rectangle2D area) {
        if (left < area.getX() || left + width > area.getMaxX()) {
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
