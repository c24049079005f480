// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.forgetmenot.report.Timeline;
import org.jspecify.annotations.Nullable;

/** The sign of a kind of step: each has a shape of its own, so that colour is not needed to tell them apart. */
enum Marker {
    LOOKUP("LOOKUP: a lookup is given", Palette.GREEN, triangle(-1)),
    FORGET("FORGET: lookups are given back", Palette.INK, triangle(1)),
    SUBMOUNT("submount mounted", Palette.PURPLE, diamond()),
    UNMOUNT("superblock unmounted", Palette.FAINT_INK, new Rectangle2D.Double(-5, -5, 10, 10)),
    USED("used", Palette.FAINT_INK, new Rectangle2D.Double(-0.75, -5, 1.5, 10)),
    USED_FORGOTTEN("used though forgotten: no error seen", Palette.VERMILION, ring()),
    FAILED("used though forgotten: an error", Palette.VERMILION, cross());

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Color colour;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Shape shape;

    Marker(String title, Color colour, Shape shape) {
        this.title = title;
        this.colour = colour;
        this.shape = shape;
    }

    /** The sign of a step, null if it has none: what an eviction does shows in the bars, what an answer is at its request. */
    static @Nullable Marker of(Timeline.Mark mark) {
        return switch (mark.kind()) {
            case LOOKUP -> LOOKUP;
            case FORGET -> FORGET;
            case ROOT -> SUBMOUNT;
            case UNMOUNTED -> UNMOUNT;
            case USED -> USED;
            case USED_FORGOTTEN -> mark.failed() ? FAILED : USED_FORGOTTEN;
            case SUBMOUNT, EVICTED, TAKEN_BACK, ERROR, ERROR_FORGOTTEN -> null;
        };
    }

    /** Whether it tells of a request, and so stands below the bar of what is held. */
    boolean isOfRequest() {
        return this == USED || this == USED_FORGOTTEN || this == FAILED;
    }

    String title() {
        return title;
    }

    Color colour() {
        return colour;
    }

    /** Around 0, 0; about ten pixels wide. */
    Shape shape() {
        return shape;
    }

    /** The same as path data of an SVG. */
    String path() {
        StringBuilder path = new StringBuilder();
        double[] points = new double[6];
        for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            switch (i.currentSegment(points)) {
                case PathIterator.SEG_MOVETO ->
                    path.append('M').append(Html.number(points[0])).append(',').append(Html.number(points[1]));
                case PathIterator.SEG_LINETO ->
                    path.append('L').append(Html.number(points[0])).append(',').append(Html.number(points[1]));
                default -> path.append('Z'); // there are no curves
            }
        }
        return path.toString();
    }

    Shape at(double x, double y) {
        return AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape);
    }

    private static Shape triangle(int down) {
        Path2D path = new Path2D.Double();
        path.moveTo(0, down * 7.0);
        path.lineTo(-6.5, -down * 5.0);
        path.lineTo(6.5, -down * 5.0);
        path.closePath();
        return path;
    }

    private static Shape diamond() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -7);
        path.lineTo(6, 0);
        path.lineTo(0, 7);
        path.lineTo(-6, 0);
        path.closePath();
        return path;
    }

    /** Of straight lines, as {@link #path} needs it. */
    private static Shape ring() {
        Path2D ring = new Path2D.Double();
        polygon(ring, 6.5, 1);
        polygon(ring, 4.6, -1); // the other way round, so that it is a hole
        return ring;
    }

    private static void polygon(Path2D path, double radius, int turn) {
        int corners = 16;
        for (int i = 0; i < corners; i++) {
            double angle = turn * 2 * Math.PI * i / corners;
            double x = radius * Math.cos(angle);
            double y = radius * Math.sin(angle);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
    }

    private static Shape cross() {
        Path2D arm = new Path2D.Double(new Rectangle2D.Double(-1.3, -6.5, 2.6, 13));
        Path2D cross = new Path2D.Double(arm);
        cross.append(AffineTransform.getRotateInstance(Math.PI / 2).createTransformedShape(arm), false);
        return AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(cross);
    }
}
