// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Timeline;
import org.junit.jupiter.api.Test;

/** What is in the page; how it behaves in a browser is {@link HtmlReportSystemTest}'s. */
final class HtmlReportTest {
    private static String page(Picture picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(picture, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String incident() throws IOException {
        return page(Samples.picture(3, Samples.INCIDENT, Samples.INCIDENT_AT_SERVER));
    }

    private static String part(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void thePolicyAllowsItsOwnScriptAndStyleAndNothingElse() throws Exception {
        String page = incident();
        String policy =
                part(page, "Content-Security-Policy\" content=\"([^\"]*)\"").replace("&#39;", "'");
        String script = part(page, "<script>(.*?)</script>");
        String style = part(page, "<style>(.*?)</style>");
        assertEquals(
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'",
                policy);
        assertFalse(Pattern.compile("\\s(style|on[a-z]+)=\"").matcher(page).find(), "inline style or handler");
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("://"), "an address");
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void itTellsTheWholeStory() throws IOException {
        String page = incident();
        for (String told : new String[] {
            "<h1>nodeid 3 (/ctr/rootfs) was forgotten while another superblock still held it: confirmed, blame: kernel</h1>",
            "Looked up here",
            "Forgotten here",
            "Used here: 28 in all, 28 answered with an error",
            "guest.ftrace.gz:1239",
            "dangling for 713 ms, 28 failures",
            "batch-forget-malformed: the capture has no whole messages",
            "clocks fit to 0.120 ms",
            "ftrace text",
            "Messages around the incident",
            "Known bug"
        }) {
            assertTrue(page.contains(told), told);
        }
    }

    @Test
    void everyNodeidThatDangledHasItsMessagesTheWorstOnesOpen() throws IOException {
        Picture one = Samples.picture(3, Samples.INCIDENT);
        Timeline timeline = one.timelines().get(0);
        String page = page(new Picture(one.diagnosis(), one.activity(), List.of(3L, 3L), List.of(timeline, timeline)));
        Matcher stories = Pattern.compile(
                        "<details( open)?><summary>nodeid 3</summary><figure><div class=\"wide\"><svg class=\"sequence\"")
                .matcher(page);
        assertTrue(stories.find() && stories.group(1) != null, "the first is open");
        assertTrue(stories.find() && stories.group(1) == null, "the second is not");
        assertTrue(page.contains("<a href=\"#messages\">"), "no way there");
        assertFalse(page(Samples.picture(3, Samples.FIXED)).contains("messages-head"), "messages of no incident");
    }

    @Test
    void allNodeidsAreInItsData() throws IOException {
        Picture picture = Samples.picture(3, Samples.INCIDENT);
        JsonNode data = new ObjectMapper().readTree(part(page(picture), "id=\"data\">(.*?)</script>"));
        assertEquals(picture.activity().nodes().size(), data.size());
        assertEquals("3", data.get(0).get(0).asText(), "the one with a finding comes first");
    }

    @Test
    void aRunWithoutFindingsSaysSo() throws IOException {
        String page = page(Samples.picture(List.of(), Samples.GLUSTER));
        assertTrue(page.contains("Nothing was found. See below what could not be judged"), "findings");
        assertFalse(page.contains("<svg class=\"timeline\""), "a timeline");
    }

    @Test
    void theBusiestIsDrawnWhereNothingIsWrongAndThatIsSaid() throws IOException {
        String page = page(Samples.picture(2, Samples.GOCRYPTFS));
        assertTrue(page.contains("<svg class=\"timeline\""), "no timeline");
        assertTrue(page.contains("Nothing wrong was found of any nodeid, so the busiest is drawn"), "not said");
        assertFalse(page.contains("the incident"), "an incident");
        assertFalse(incident().contains("busiest"), "the busiest of an incident");
    }

    @Test
    void everySignHasAColourOfThePage() throws IOException {
        String style = part(incident(), "<style>(.*?)</style>");
        for (Marker marker : Marker.values()) {
            boolean faint = marker == Marker.UNMOUNT || marker == Marker.USED;
            String selector = "." + TimelineSvg.cssClass(marker).replace(' ', '.') + " path";
            assertTrue(faint || style.contains(selector), selector);
        }
    }

    @Test
    void aCountThatIsNotKnownIsNotZero() throws IOException {
        String page = page(Samples.picture(2, Samples.GOCRYPTFS));
        assertTrue(page.contains("the captures do not tell what the server counts"), "an empty picture");
        for (JsonNode row : new ObjectMapper().readTree(part(page, "id=\"data\">(.*?)</script>"))) {
            assertTrue(row.get(6).isNull(), row::toString);
        }
    }

    @Test
    void theLegendListsWhatIsDrawn() throws IOException {
        String all = part(incident(), "<ul class=\"keys\">(.*?)</ul>");
        for (String key : new String[] {
            "LOOKUP",
            "FORGET",
            "submount mounted",
            "superblock unmounted",
            ">used<",
            "used though",
            "solid bar",
            ">hatched",
            "cross-hatched"
        }) {
            assertTrue(all.contains(key), key);
        }
        String atServer = part(page(Samples.picture(3, Samples.INCIDENT_AT_SERVER)), "<ul class=\"keys\">(.*?)</ul>");
        assertTrue(atServer.contains("LOOKUP") && atServer.contains("used though"), atServer);
        assertFalse(atServer.contains("mount") || atServer.contains("bar") || atServer.contains("hatched"), atServer);
    }

    @Test
    void whatACoarseClockCannotTellApartGoesBySteps() throws IOException {
        String page = page(Samples.picture(3, Samples.RUST_SERVER));
        assertTrue(page.contains(">dangling, 30 failures<"), "the FORGET and all failures lie apart");
        assertTrue(page.contains(">steps from the FORGET on<"), "axis");
        assertTrue(page.contains("steps are drawn in their order"), "caption");
        assertTrue(page.contains(">-1 step<") && page.contains(">+0 steps<"), "messages");
        assertTrue(
                Pattern.compile("FORGET[^<]*, step 0 \\(12:21:51\\.000\\), [^<]*:2012<")
                        .matcher(page)
                        .find(),
                "sign");
    }

    @Test
    void aPlaceShowsItsLineAndItsTitleTheWholeName() throws IOException {
        String page = page(Samples.picture(4, Samples.TWO));
        assertTrue(
                page.contains("<td class=\"place\" title=\"61-steal-two.ftrace.gz:6104\">61-steal-two.ftrace.gz:6104<"),
                "place");
        Diagnosis.Input input =
                Samples.picture(3, Samples.INCIDENT).diagnosis().inputs().get(0);
        Evidence at = new Evidence(0, 123_456_789, null, null, null, null);
        Place place = Place.of(at, List.of(input.withPath("/a/the-server-of-the-second-virtual-machine.log.gz")));
        assertEquals("the-server-of-the-second-virtual-machine.log.gz:123456789", place.full());
        assertTrue(place.text().startsWith("the-serve") && place.text().endsWith(".log.gz:123456789"), place::text);
        assertEquals(30, place.text().length());
    }

    @Test
    void labelsOfAnAxisDifferHoweverNearTheyAre() {
        for (double length = 8e-9; length < 1e6; length *= 3) {
            double from = -0.372_281_5;
            double step = Ticks.step(from, from + length, 800, false);
            Set<String> labels = new HashSet<>();
            int count = 0;
            for (double n = Math.ceil(from / step); n * step <= from + length; n++) {
                labels.add(Ticks.label(n * step, step));
                count++;
            }
            assertEquals(count, labels.size(), labels::toString);
            assertTrue(count >= 2 && count <= 9, labels::toString);
        }
        assertEquals(1, Ticks.step(0, 4, 800, true), "half a step");
        assertEquals("0.000001", Html.number(1e-6));
        assertEquals("0.000000001", Html.number(1e-9, 9));
    }

    @Test
    void textStaysText() {
        assertEquals(
                "<p class=\"&quot;&gt;&lt;x\">&lt;b&gt;&amp;&#39;\uFFFD\uFFFD</p>",
                new Html()
                        .open("p", "\"><x")
                        .text("<b>&'\u001b\u202e")
                        .close("p")
                        .toString());
    }
}
