// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.forgetmenot.report.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** Every kind of chart, drawn without a display; what is plotted is held against files, not how it looks. */
final class ChartsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final String CAPTURES = "../parser/src/test/resources/captures/";
    private static final String LAB = CAPTURES + "lab/";
    /** A log of whole seconds. */
    private static final String COARSE = CAPTURES + "unfixed-container-rust.log.gz";

    /** Every kind, by the name of its file. */
    static Map<String, Charts> all() throws IOException {
        Map<String, Charts> all = new TreeMap<>();
        Picture gluster = Samples.picture(List.of(140044589410712L, 140044589413112L), Samples.GLUSTER);
        all.put("lifecycle-incident", Charts.lifecycle(Samples.picture(3, Samples.INCIDENT), false));
        all.put(
                "lifecycle-incident-both",
                Charts.lifecycle(Samples.picture(3, Samples.INCIDENT, Samples.INCIDENT_AT_SERVER), false));
        all.put("lifecycle-incident-server", Charts.lifecycle(Samples.picture(3, Samples.INCIDENT_AT_SERVER), true));
        all.put("lifecycle-fixed", Charts.lifecycle(Samples.picture(List.of(3L, 91L), Samples.FIXED), false));
        all.put("lifecycle-gluster", Charts.lifecycle(gluster, false));
        all.put("lifecycle-steal", Charts.lifecycle(Samples.picture(4, LAB + "61-steal-two.ftrace.gz"), false));
        all.put("lifecycle-again", Charts.lifecycle(Samples.picture(4, LAB + "61-steal-twopure.ftrace.gz"), false));
        all.put("lifecycle-coarse", Charts.lifecycle(Samples.picture(3, COARSE), false));
        all.put("counts-gluster", Charts.counts(gluster));
        all.put("table-gluster", Charts.table(gluster));
        all.put("latency-gluster", Charts.latency(gluster));
        all.put("opcodes-gluster", Charts.opcodes(gluster));
        return all;
    }

    static Set<Map.Entry<String, Charts>> kinds() throws IOException {
        return all().entrySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsPlottedIsAsItWas(Map.Entry<String, Charts> kind) throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        kind.getValue().data().writeCsv(csv);
        Path file = GOLDEN.resolve(kind.getKey() + ".csv");
        if (Samples.isUpdate()) {
            Files.createDirectories(GOLDEN);
            Files.write(file, csv.toByteArray());
        }
        assertEquals(
                Files.readString(file),
                csv.toString(StandardCharsets.UTF_8),
                () -> file + ": see the difference, then -Dgolden.update=true");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPictureIsNotBlankAndItsWordsDoNotOverlap(Map.Entry<String, Charts> kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        kind.getValue().png(1200, out);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertEquals(1200, image.getWidth());
        Set<Integer> colours = new HashSet<>();
        long inked = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                colours.add(colour);
                inked += colour == Color.WHITE.getRGB() ? 0 : 1;
            }
        }
        assertTrue(inked > 10_000, () -> "nearly blank");
        assertTrue(colours.size() > 20, () -> colours.size() + " colours");
        for (Chart chart : kind.getValue().charts()) {
            assertApart(chart.labels().get());
        }
    }

    private static void assertApart(List<Labels.Placed> labels) {
        List<Labels.Placed> before = new ArrayList<>();
        for (Labels.Placed label : labels) {
            for (Labels.Placed other : before) {
                assertFalse(label.box().intersects(other.box()), () -> label.text() + " is drawn over " + other.text());
            }
            before.add(label);
        }
    }

    /** The words that the five seconds are for. */
    @Test
    void anIncidentIsLabelled() throws IOException {
        Charts charts = Charts.lifecycle(Samples.picture(3, Samples.INCIDENT), false);
        charts.png(1200, new ByteArrayOutputStream());
        List<String> words = charts.charts().get(0).labels().get().stream()
                .map(Labels.Placed::text)
                .toList();
        assertTrue(words.contains("FORGET, drop-caches"), words::toString);
        assertTrue(words.contains("dangling for 713 ms, 28 failures"), words::toString);
        assertTrue(words.contains("still held, but forgotten"), words::toString);
    }

    private static List<String> words(Charts charts, int width) throws IOException {
        charts.png(width, new ByteArrayOutputStream());
        return charts.charts().get(0).labels().get().stream()
                .map(Labels.Placed::text)
                .toList();
    }

    @Test
    void whatDanglesIsNamedWhereverThereIsRoomForAWord() throws IOException {
        Set<Map.Entry<String, Charts>> dangling = new HashSet<>(kinds());
        dangling.removeIf(
                kind -> kind.getValue().data().rows().stream().noneMatch(row -> "dangling".equals(row.get(1))));
        assertEquals(6, dangling.size());
        for (Map.Entry<String, Charts> kind : dangling) {
            for (int width : new int[] {600, 800, 1200, 3000}) {
                List<String> words = words(kind.getValue(), width);
                assertTrue(words.stream().anyMatch(w -> w.startsWith("dangling")), () -> kind.getKey() + ": " + words);
            }
        }
    }

    @Test
    void whatNobodyKnowsAndWhatIsHandedOutAgainIsNamed() throws IOException {
        assertTrue(words(all().get("lifecycle-steal"), 1200).contains("count not known"));
        assertTrue(words(all().get("lifecycle-again"), 1200).contains("handed out again, for another file"));
        assertFalse(words(all().get("lifecycle-incident"), 1200).contains("count not known"));
    }

    @Test
    void aNarrowPictureLeavesWordsOutRatherThanOverEachOther() throws IOException {
        Charts charts = Charts.lifecycle(Samples.picture(3, Samples.INCIDENT), true);
        charts.png(600, new ByteArrayOutputStream());
        assertApart(charts.charts().get(0).labels().get());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anSvgIsOneWellFormedDocumentThatLoadsNothing(Map.Entry<String, Charts> kind) throws Exception {
        Document document = svg(kind.getValue(), 1200);
        assertEquals("svg", document.getDocumentElement().getTagName());
        assertEquals("1200", document.getDocumentElement().getAttribute("width"));
        assertTrue(document.getElementsByTagName("text").getLength() > 5);
        assertEquals(0, document.getElementsByTagName("image").getLength());
        assertEquals(0, document.getElementsByTagName("script").getLength());
    }

    private static Document svg(Charts charts, int width) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        charts.svg(width, out);
        String svg = out.toString(StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    /** All words, those that the library places at axes and in legends among them, in wide pictures and in narrow ones. */
    @ParameterizedTest
    @MethodSource("kinds")
    void noWordsAreDrawnOverOthers(Map.Entry<String, Charts> kind) throws Exception {
        for (int width : new int[] {600, 1200, 3000}) {
            List<DrawnText> all = DrawnText.of(svg(kind.getValue(), width).getDocumentElement());
            assertTrue(all.size() > 10, () -> all.size() + " words");
            for (int i = 0; i < all.size(); i++) {
                for (DrawnText other : all.subList(0, i)) {
                    DrawnText one = all.get(i);
                    assertFalse(one.box().intersects(other.box()), () -> width + ": " + one + " is over " + other);
                }
            }
        }
    }

    /** Grey is what a printer makes of it: neighbouring areas must differ there, or be hatched. */
    @Test
    void theBarsDifferInGrey() {
        double own = grey(Palette.SKY);
        assertTrue(Math.abs(own - grey(Palette.PAPER)) > 40, () -> "paper and a bar: " + own);
        assertTrue(Lanes.NONE_OF_ITS_OWN instanceof Hatching h && h.pattern() == Hatching.Pattern.UP);
        assertTrue(Lanes.FORGOTTEN instanceof Hatching h && h.pattern() == Hatching.Pattern.CROSSED);
    }

    private static double grey(Color colour) {
        return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
    }

    @Test
    void cellsAreTextsForASpreadsheetToo() throws IOException {
        Dataset data = new Dataset("x", "a", "b").row("=cmd()", null).row("a,\"b\"\n", 3);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        data.writeCsv(csv);
        assertEquals("a,b\r\n'=cmd(),\r\n\"a,\"\"b\"\"\n\",3\r\n", csv.toString(StandardCharsets.UTF_8));
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        data.writeJson(json);
        assertEquals(
                "{\"schema\":\"forgetmenot/chart/1\",\"kind\":\"x\",\"columns\":[\"a\",\"b\"],"
                        + "\"rows\":[[\"=cmd()\",null],[\"a,\\\"b\\\"\\n\",3]]}\n",
                json.toString(StandardCharsets.UTF_8));
    }
}
