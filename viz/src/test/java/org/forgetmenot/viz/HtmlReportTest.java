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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        String page = page(new Picture(
                one.diagnosis(), one.activity(), java.util.List.of(3L, 3L), java.util.List.of(timeline, timeline)));
        Matcher stories = Pattern.compile("<details( open)?><summary>nodeid 3</summary><figure><svg class=\"sequence\"")
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
        String page = page(Samples.picture(java.util.List.of(), Samples.GLUSTER));
        assertTrue(page.contains("Nothing was found. See below what could not be judged"), "findings");
        assertFalse(page.contains("<svg class=\"timeline\""), "a timeline");
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
