// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Stripes as a colour: pixels in a picture, a pattern in an SVG.
 *
 * @param ground what is between the stripes
 */
record Hatching(Color colour, Color ground, Pattern pattern) implements Paint {
    private static final int TILE = 8;
    private static final float STRIPE = 1.6f;

    /** How the stripes go; in this order neighbours are unlike each other. */
    enum Pattern {
        UP("-2 2 2 -2,0 8 8 0,6 10 10 6"),
        LEVEL("0 2 8 2,0 6 8 6"),
        DOWN("-2 6 2 10,0 0 8 8,6 -2 10 2"),
        UPRIGHT("2 0 2 8,6 0 6 8"),
        CROSSED(UP.stripes + "," + DOWN.stripes),
        DOTS("1 2 3 2,5 6 7 6"),
        GRID("0 4 8 4,4 0 4 8");

        /** In a tile, out of which they may stick: from where to where each goes. */
        private final String stripes;

        Pattern(String stripes) {
            this.stripes = stripes;
        }

        private void draw(Graphics2D g) {
            for (String stripe : stripes.split(",", -1)) {
                String[] at = stripe.split(" ", -1);
                g.draw(new Line2D.Double(number(at[0]), number(at[1]), number(at[2]), number(at[3])));
            }
        }

        private static double number(String at) {
            return Double.parseDouble(at);
        }

        private String path() {
            return "M" + stripes.replace(",", " M"); // to the second point it is a line without saying so
        }
    }

    private TexturePaint texture() {
        BufferedImage tile = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = tile.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(ground);
        g.fillRect(0, 0, TILE, TILE);
        g.setColor(colour);
        g.setStroke(new BasicStroke(STRIPE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        pattern.draw(g);
        g.dispose();
        return new TexturePaint(tile, new Rectangle2D.Double(0, 0, TILE, TILE));
    }

    @Override
    public PaintContext createContext(
            ColorModel model,
            Rectangle deviceBounds,
            Rectangle2D userBounds,
            AffineTransform transform,
            RenderingHints hints) {
        return texture().createContext(model, deviceBounds, userBounds, transform, hints);
    }

    @Override
    public int getTransparency() {
        return OPAQUE;
    }

    /** Tells Batik, which knows only the JDK's own colours. */
    static final class Patterns extends DefaultExtensionHandler {
        @Override
        public @Nullable SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
            return paint instanceof Hatching hatching ? hatching.descriptor(context) : null;
        }
    }

    private SVGPaintDescriptor descriptor(SVGGeneratorContext context) {
        Element tile = element(context, "pattern");
        String id = context.getIDGenerator().generateID("hatching");
        tile.setAttributeNS(null, "id", id);
        tile.setAttributeNS(null, "width", String.valueOf(TILE));
        tile.setAttributeNS(null, "height", String.valueOf(TILE));
        tile.setAttributeNS(null, "patternUnits", "userSpaceOnUse");
        Element box = element(context, "rect");
        box.setAttributeNS(null, "width", String.valueOf(TILE));
        box.setAttributeNS(null, "height", String.valueOf(TILE));
        box.setAttributeNS(null, "stroke", "none");
        box.setAttributeNS(null, "fill", hex(ground));
        tile.appendChild(box);
        Element stripes = element(context, "path");
        stripes.setAttributeNS(null, "d", pattern.path());
        stripes.setAttributeNS(null, "stroke", hex(colour));
        stripes.setAttributeNS(null, "stroke-width", String.valueOf(STRIPE));
        tile.appendChild(stripes);
        return new SVGPaintDescriptor("url(#" + id + ")", "1", tile);
    }

    private static Element element(SVGGeneratorContext context, String name) {
        return context.getDOMFactory().createElementNS("http://www.w3.org/2000/svg", name);
    }

    static String hex(Color colour) {
        return String.format("#%06x", colour.getRGB() & 0xffffff);
    }
}
