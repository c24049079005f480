// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** Draws charts, one below the other, into one file. */
final class ChartFile {
    private ChartFile() {}

    static BufferedImage image(List<Chart> charts, int width) {
        BufferedImage image = new BufferedImage(width, height(charts), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        draw(charts, width, g);
        g.dispose();
        return image;
    }

    static void png(List<Chart> charts, int width, OutputStream out) throws IOException {
        ImageIO.setUseCache(false);
        ImageIO.write(image(charts, width), "png", out);
    }

    static void svg(List<Chart> charts, int width, OutputStream out) throws IOException {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment("made by forgetmenot");
        context.setExtensionHandler(new Hatching.Patterns());
        SVGGraphics2D g = new SVGGraphics2D(context, false);
        g.setSVGCanvasSize(new java.awt.Dimension(width, height(charts)));
        draw(charts, width, g);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        g.stream(writer, true);
        writer.flush();
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e); // every JDK has one
        }
    }

    private static int height(List<Chart> charts) {
        return charts.stream().mapToInt(Chart::height).sum();
    }

    private static void draw(List<Chart> charts, int width, Graphics2D g) {
        int top = 0;
        for (Chart chart : charts) {
            chart.drawing().draw(g, new Rectangle2D.Double(0, top, width, chart.height()));
            top += chart.height();
        }
    }
}
