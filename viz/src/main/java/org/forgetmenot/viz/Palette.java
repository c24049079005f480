// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.Stroke;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Colours that colour-blind people tell apart (Okabe and Ito), each of its own brightness, so that they differ in grey, too; and
 * what never rests on colour alone: hatchings and dashes.
 */
final class Palette {
    static final Color BLUE = new Color(0x0072B2);
    static final Color SKY = new Color(0x56B4E9);
    static final Color GREEN = new Color(0x009E73);
    static final Color ORANGE = new Color(0xE69F00);
    static final Color VERMILION = new Color(0xD55E00);
    static final Color PURPLE = new Color(0xCC79A7);
    static final Color YELLOW = new Color(0xF0E442);
    static final Color INK = new Color(0x1A1A1A);
    static final Color FAINT_INK = new Color(0x5A5A5A);
    static final Color GRID = new Color(0xDDDDDD);
    static final Color PAPER = Color.WHITE;
    /** The server has forgotten what somebody holds: light enough to print on. */
    static final Color DANGER = new Color(0xFBE3D6);

    /** The server counts what nobody holds. */
    static final Color LEAK = new Color(0xFCF5C7);

    /** Where something is that the capture does not tell. */
    static final Color UNKNOWN = new Color(0xEEEEEE);

    /** Lines and areas of one picture, in this order. */
    static final List<Color> SERIES = List.of(BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, INK, FAINT_INK);

    private static final List<float[]> DASHES = List.of(
            new float[] {},
            new float[] {8, 4},
            new float[] {2, 3},
            new float[] {10, 3, 2, 3},
            new float[] {14, 5},
            new float[] {5, 2},
            new float[] {2, 6},
            new float[] {10, 3, 2, 3, 2, 3});

    private static final int ROUND = 3;

    private Palette() {}

    static Color series(int index) {
        return SERIES.get(index % SERIES.size());
    }

    /** The colour as ink: dark enough for words. */
    static Color readable(Color colour) {
        return new Color(colour.getRed() * 3 / 4, colour.getGreen() * 3 / 4, colour.getBlue() * 3 / 4);
    }

    /** A line that differs from its neighbours without colour; when all dashes are used up, {@link #sign} tells it as well. */
    static Stroke dashes(int index, float width) {
        // every further round begins elsewhere: no colour has the same dashes twice
        float[] dash = DASHES.get((index + index / DASHES.size() * ROUND) % DASHES.size());
        return dash.length == 0
                ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    /** What is drawn along a line when others have its dashes, null if none have. */
    static @Nullable Shape sign(int index) {
        return index < DASHES.size() ? null : Style.dot(index % DASHES.size());
    }

    /** An area that differs from its neighbours without colour, by its hatching. */
    static Paint filling(int index) {
        Hatching.Pattern[] patterns = Hatching.Pattern.values();
        int pattern = index % (patterns.length + 1);
        return pattern == 0 ? series(index) : new Hatching(series(index), tint(series(index)), patterns[pattern - 1]);
    }

    /** Oblique stripes: what is held without a lookup of its own. */
    static Paint hatched(Color colour) {
        return new Hatching(colour, PAPER, Hatching.Pattern.UP);
    }

    /** Stripes both ways: what is held though it is forgotten. */
    static Paint crossHatched(Color colour) {
        return new Hatching(colour, PAPER, Hatching.Pattern.CROSSED);
    }

    private static Color tint(Color colour) {
        return new Color((colour.getRed() + 510) / 3, (colour.getGreen() + 510) / 3, (colour.getBlue() + 510) / 3);
    }
}
