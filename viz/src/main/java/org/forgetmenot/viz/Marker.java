// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/** The sign of a kind of step: each has a shape of its own, so that colour is not needed to tell them apart. */
enum Marker {
    LOOKUP("LOOKUP: a lookup is given", Palette.GREEN, triangle(-1)),
    FORGET("FORGET: lookups are given back", Palette.INK, triangle(1)),
    SUBMOUNT("submount mounted", Palette.PURPLE, diamond()),
    UNMOUNT("superblock unmounted", Palette.FAINT_INK, new Rectangle2D.Double(-5, -5, 10, 10)),
    USED("used", Palette.FAINT_INK, new Rectangle2D.Double(-0.75, -5, 1.5, 10)),
    FAILED("used though forgotten", Palette.VERMILION, cross());

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

    /** The sign of a kind of step, null if it has none: what an eviction does shows in the bars. */
    static @Nullable Marker of(StepKind kind) {
        return switch (kind) {
            case LOOKUP -> LOOKUP;
            case FORGET -> FORGET;
            case ROOT -> SUBMOUNT;
            case UNMOUNTED -> UNMOUNT;
            case USED -> USED;
            case USED_FORGOTTEN -> FAILED;
            case SUBMOUNT, EVICTED, TAKEN_BACK, ERROR, ERROR_FORGOTTEN -> null;
        };
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

    private static Shape cross() {
        Path2D arm = new Path2D.Double(new Rectangle2D.Double(-1.3, -6.5, 2.6, 13));
        Path2D cross = new Path2D.Double(arm);
        cross.append(AffineTransform.getRotateInstance(Math.PI / 2).createTransformedShape(arm), false);
        return AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(cross);
    }
}
