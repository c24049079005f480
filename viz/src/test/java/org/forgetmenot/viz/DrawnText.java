// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.Font;
import java.awt.Rectangle;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** All text of an SVG that Batik drew, whoever placed it, and where it is. */
record DrawnText(String text, Rectangle box) {
    private static final Pattern TRANSFORM = Pattern.compile("(\\w+)\\(([^)]*)\\)");

    static List<DrawnText> of(Element svg) {
        List<DrawnText> all = new ArrayList<>();
        collect(svg, new AffineTransform(), all);
        return all;
    }

    private static void collect(Element element, AffineTransform outer, List<DrawnText> all) {
        AffineTransform transform = new AffineTransform(outer);
        transform.concatenate(transform(element.getAttribute("transform")));
        if (element.getTagName().equals("text") && !element.getTextContent().isBlank()) {
            all.add(drawn(element, transform));
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element e && !e.getTagName().equals("defs")) {
                collect(e, transform, all);
            }
        }
    }

    private static DrawnText drawn(Element element, AffineTransform transform) {
        String text = element.getTextContent();
        int style = inherited(element, "font-weight").equals("bold") ? Font.BOLD : Font.PLAIN;
        float size = Float.parseFloat(inherited(element, "font-size").replace("px", ""));
        Font font = new Font(Style.LABEL.getFamily(), style, 1).deriveFont(size);
        Rectangle2D ink = font.createGlyphVector(new FontRenderContext(null, true, true), text)
                .getVisualBounds();
        AffineTransform place = new AffineTransform(transform);
        place.translate(number(element, "x"), number(element, "y"));
        return new DrawnText(text, place.createTransformedShape(ink).getBounds());
    }

    private static double number(Element element, String attribute) {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? 0 : Double.parseDouble(value);
    }

    /** A property of the element or of those around it, as an attribute or in its style. */
    private static String inherited(Element element, String property) {
        Pattern styled = Pattern.compile("(?:^|;)\\s*" + property + "\\s*:\\s*([^;]*)");
        for (Node at = element; at instanceof Element e; at = at.getParentNode()) {
            Matcher matcher = styled.matcher(e.getAttribute("style"));
            if (matcher.find()) {
                return matcher.group(1).strip();
            }
            if (!e.getAttribute(property).isEmpty()) {
                return e.getAttribute(property);
            }
        }
        throw new AssertionError("no " + property + " of " + element.getTextContent());
    }

    private static AffineTransform transform(String attribute) {
        AffineTransform all = new AffineTransform();
        Matcher matcher = TRANSFORM.matcher(attribute);
        while (matcher.find()) {
            double[] n = Stream.of(matcher.group(2).strip().split("[,\\s]+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            all.concatenate(
                    switch (matcher.group(1)) {
                        case "translate" -> AffineTransform.getTranslateInstance(n[0], n.length > 1 ? n[1] : 0);
                        case "scale" -> AffineTransform.getScaleInstance(n[0], n.length > 1 ? n[1] : n[0]);
                        case "matrix" -> new AffineTransform(n);
                        case "rotate" ->
                            n.length == 1
                                    ? AffineTransform.getRotateInstance(Math.toRadians(n[0]))
                                    : AffineTransform.getRotateInstance(Math.toRadians(n[0]), n[1], n[2]);
                        default -> throw new AssertionError("what is " + matcher.group());
                    });
        }
        return all;
    }
}
