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
 * Oblique stripes as a colour: pixels in a picture, a pattern in an SVG.
 *
 * @param crossed whether stripes go both ways
 */
record Hatching(Color colour, Color ground, boolean crossed) implements Paint {
    private static final int TILE = 8;
    private static final float STRIPE = 1.6f;

    private TexturePaint texture() {
        BufferedImage tile = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = tile.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(ground);
        g.fillRect(0, 0, TILE, TILE);
        g.setColor(colour);
        g.setStroke(new BasicStroke(STRIPE));
        for (int shift = -TILE; shift <= TILE; shift += TILE) {
            g.draw(new Line2D.Double(shift, TILE, shift + TILE, 0));
            if (crossed) {
                g.draw(new Line2D.Double(shift, 0, shift + TILE, TILE));
            }
        }
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
            return paint instanceof Hatching hatching ? hatching.pattern(context) : null;
        }
    }

    private SVGPaintDescriptor pattern(SVGGeneratorContext context) {
        Element pattern = element(context, "pattern");
        String id = context.getIDGenerator().generateID("hatching");
        pattern.setAttributeNS(null, "id", id);
        pattern.setAttributeNS(null, "width", String.valueOf(TILE));
        pattern.setAttributeNS(null, "height", String.valueOf(TILE));
        pattern.setAttributeNS(null, "patternUnits", "userSpaceOnUse");
        Element box = element(context, "rect");
        box.setAttributeNS(null, "width", String.valueOf(TILE));
        box.setAttributeNS(null, "height", String.valueOf(TILE));
        box.setAttributeNS(null, "stroke", "none");
        box.setAttributeNS(null, "fill", hex(ground));
        pattern.appendChild(box);
        Element stripes = element(context, "path");
        String up = "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6";
        String down = " M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2";
        stripes.setAttributeNS(null, "d", crossed ? up + down : up);
        stripes.setAttributeNS(null, "stroke", hex(colour));
        stripes.setAttributeNS(null, "stroke-width", String.valueOf(STRIPE));
        pattern.appendChild(stripes);
        return new SVGPaintDescriptor("url(#" + id + ")", "1", pattern);
    }

    private static Element element(SVGGeneratorContext context, String name) {
        return context.getDOMFactory().createElementNS("http://www.w3.org/2000/svg", name);
    }

    static String hex(Color colour) {
        return String.format("#%06x", colour.getRGB() & 0xffffff);
    }
}
