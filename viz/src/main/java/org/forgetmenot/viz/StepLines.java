// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYDataset;

/**
 * Lines that go in steps, some with signs along them, each drawn in one go: drawn step by step, as the library does it, steps
 * smaller than a pixel vanish, and dashes begin anew with each.
 */
final class StepLines extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1;
    /** Pixels between two signs of a line, along the picture. */
    private static final int SIGNS_APART = 110;
    /** Pixels by which the first sign of each line is shifted, so that those of lines upon each other are not. */
    private static final int SHIFT = 27;

    StepLines() {
        super(true, false);
        setDrawSeriesLineAsPath(true);
        setLegendLine(new Line2D.Double(-22, 0, 22, 0));
    }

    /** Makes a line look as the n-th of a picture does. */
    void look(int series, int n) {
        setSeriesPaint(series, Palette.series(n));
        setSeriesStroke(series, Palette.dashes(n, 2.4f));
        Shape sign = Palette.sign(n);
        if (sign != null) {
            setSeriesShape(series, sign);
            setSeriesShapesVisible(series, true);
        }
    }

    /** No sign at each step: there may be thousands. */
    @Override
    protected boolean isItemPass(int pass) {
        return false;
    }

    @Override
    protected void drawPrimaryLineAsPath(
            XYItemRendererState state,
            Graphics2D g,
            XYPlot plot,
            XYDataset data,
            int pass,
            int series,
            int item,
            ValueAxis domain,
            ValueAxis range,
            Rectangle2D area) {
        State line = (State) state;
        double value = data.getYValue(series, item);
        double x = domain.valueToJava2D(data.getXValue(series, item), area, plot.getDomainAxisEdge());
        double y = range.valueToJava2D(value, area, plot.getRangeAxisEdge());
        boolean isKnown = !Double.isNaN(value);
        Point2D before = line.seriesPath.getCurrentPoint();
        boolean goesOn = line.isLastPointGood() && before != null;
        if (goesOn) {
            line.seriesPath.lineTo(x, before.getY()); // a value holds until the next, known or not
        }
        if (isKnown && goesOn) {
            line.seriesPath.lineTo(x, y);
        } else if (isKnown) {
            line.seriesPath.moveTo(x, y);
        }
        line.setLastPointGood(isKnown);
        if (item == line.getLastItemIndex()) {
            drawFirstPassShape(g, pass, series, item, line.seriesPath);
            if (getItemShapeVisible(series, item) && line.seriesPath.getCurrentPoint() != null) {
                g.setPaint(getItemPaint(series, item));
                signs(g, line.seriesPath, getItemShape(series, item), series * SHIFT % SIGNS_APART);
            }
        }
    }

    private static void signs(Graphics2D g, Shape line, Shape sign, int shift) {
        PathIterator steps = line.getPathIterator(null);
        double[] to = new double[6];
        steps.currentSegment(to);
        double beginX = to[0];
        double beginY = to[1];
        double y = beginY;
        double first = beginX + shift + SIGNS_APART / 4.0;
        double next = first;
        for (; !steps.isDone(); steps.next()) {
            boolean drawn = steps.currentSegment(to) == PathIterator.SEG_LINETO;
            for (; next <= to[0]; next += SIGNS_APART) {
                if (drawn) {
                    draw(g, sign, next, y);
                }
            }
            y = to[1];
        }
        if (next == first) { // too short for any
            draw(g, sign, beginX, beginY);
        }
    }

    private static void draw(Graphics2D g, Shape sign, double x, double y) {
        g.fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(sign));
    }
}
