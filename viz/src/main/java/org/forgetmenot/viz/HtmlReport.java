// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Diagnosis.CannotJudge;
import org.forgetmenot.report.InputText;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * A diagnosis as one page that needs nothing else: no network, no other file. Its policy (CSP) lets nothing run or be loaded but the
 * script and the style that are in it.
 */
public final class HtmlReport {
    private static final String[] COLUMNS = {
        "nodeid", "path", "lookups", "FORGETs", "given back", "count at the end", "highest count", "uses"
    };

    private final Picture picture;
    private final Diagnosis diagnosis;
    private final List<Timeline> timelines;
    /** Those whose messages are told. */
    private final List<Timeline> told;

    private final Html html = new Html();

    private HtmlReport(Picture picture) {
        this.picture = picture;
        this.diagnosis = picture.diagnosis();
        this.timelines = picture.timelines();
        this.told = timelines.stream().filter(SequenceSvg::canTell).toList();
    }

    /**
     * Writes the page, in UTF-8.
     *
     * @param picture of the worst nodeids; of the busiest, where nothing is wrong
     */
    public static void write(Picture picture, OutputStream out) throws IOException {
        out.write(new HtmlReport(picture).page().getBytes(StandardCharsets.UTF_8));
    }

    private String page() throws IOException {
        String style = resource("report.css");
        String script = resource("report.js");
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.raw("<meta http-equiv=\"Content-Security-Policy\"");
        html.attribute(
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'");
        html.raw("><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.element("title", null, "forgetmenot: " + diagnosis.verdict());
        html.raw("<style>" + style + "</style></head><body>");
        header();
        html.raw("<main>");
        timelines();
        findings();
        sequences();
        nodes();
        notJudged();
        captured();
        html.raw("</main><footer>made by forgetmenot; this page loads nothing and sends nothing</footer>");
        html.raw("<script type=\"application/json\" id=\"data\">").raw(data()).raw("</script>");
        return html.raw("<script>" + script + "</script></body></html>\n").toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private void header() {
        html.raw("<a class=\"skip\" href=\"#findings\">to the findings</a><header>");
        html.element("h1", null, diagnosis.verdict());
        html.element("p", "faint", Captions.sources(diagnosis));
        html.raw("<nav aria-label=\"parts of this page\">");
        if (!timelines.isEmpty()) {
            html.raw("<a href=\"#timelines\">Timeline</a>");
        }
        html.raw("<a href=\"#findings\">Findings</a>");
        if (!told.isEmpty()) {
            html.raw("<a href=\"#messages\">Messages</a>");
        }
        html.raw("<a href=\"#nodes\">Nodeids</a>");
        html.raw("<a href=\"#judged\">Not judged</a><a href=\"#captured\">How it was captured</a></nav></header>");
    }

    private void timelines() {
        if (timelines.isEmpty()) {
            return;
        }
        html.raw("<section id=\"timelines\" aria-labelledby=\"timelines-head\">");
        html.raw("<h2 id=\"timelines-head\">Timeline</h2>");
        if (diagnosis.wrongNodeids().isEmpty()) {
            html.element(
                    "p",
                    null,
                    "Nothing wrong was found of any nodeid, so the busiest is drawn: the one with the most lookups and uses.");
        }
        for (int i = 0; i < timelines.size(); i++) {
            timeline(timelines.get(i), "timeline-" + i);
        }
        html.raw("</section>");
    }

    private void timeline(Timeline timeline, String id) {
        Finding finding = Captions.finding(timeline, diagnosis);
        html.element("h3", null, Captions.title(timeline, finding));
        html.element("p", null, Captions.subtitle(timeline, finding));
        html.raw("<figure>");
        html.raw("<div class=\"tools\" role=\"group\" aria-label=\"zoom\">");
        button("in", "zoom in");
        button("out", "zoom out");
        button("earlier", "earlier");
        button("later", "later");
        boolean incident = !timeline.dangling().isEmpty();
        button("incident", incident ? "the incident" : "as at first");
        button("whole", "the whole life");
        html.raw("<span class=\"span\" aria-live=\"polite\"></span></div>");
        html.raw("<div class=\"wide\">");
        TimelineSvg.write(timeline, diagnosis, id, html);
        html.raw("</div>");
        Legend.write(timeline, html);
        html.raw(
                "<p class=\"now\" aria-live=\"off\">Point at the picture, drag it, or use the arrow keys, + and -; 0 shows");
        html.raw(incident ? " the incident." : " what was shown at first.");
        html.raw(" With Ctrl or Shift the wheel zooms.</p><figcaption>");
        html.text(Captions.lifecycle(timeline, diagnosis, Window.whole(timeline)));
        html.raw("</figcaption></figure>");
        steps(timeline);
    }

    private void button(String what, String words) {
        html.raw("<button type=\"button\"")
                .attribute("data-do", what)
                .raw(">")
                .text(words)
                .raw("</button>");
    }

    /** The same in words, for whoever cannot see the picture. */
    private void steps(Timeline timeline) {
        Scale scale = Scale.of(timeline);
        int max = 200;
        List<Timeline.Mark> marks = timeline.marks().stream()
                .filter(m -> Captions.isShown(timeline, m))
                .toList();
        html.raw("<details><summary>the steps as a table</summary><div class=\"scroll\"><table><thead><tr>");
        for (String head :
                new String[] {timeline.timed() ? "seconds" : "step", "superblock", "what", "count", "where"}) {
            html.element("th", null, head);
        }
        html.raw("</tr></thead><tbody>");
        for (Timeline.Mark mark : Captions.telling(marks, max)) {
            Integer lane = mark.lane();
            html.raw("<tr>").element("td", "number", Html.number(scale.x(mark.from()), 9));
            html.element(
                    "td",
                    null,
                    lane == null
                            ? ""
                            : String.valueOf(timeline.lanes().get(lane).sDev()));
            html.element("td", null, mark.what() + (mark.times() > 1 ? " (" + mark.times() + " times)" : ""));
            html.element("td", "number", mark.count() == null ? "?" : String.valueOf(mark.count()));
            Place.of(mark.at(), diagnosis.inputs()).write(html);
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
        if (marks.size() > max) {
            html.element("p", "faint", marks.size() - max + " more steps are left out here; explain lists them all.");
        }
        html.raw("</details>");
    }

    private void findings() {
        html.raw("<section id=\"findings\" aria-labelledby=\"findings-head\"><h2 id=\"findings-head\">Findings</h2>");
        if (diagnosis.findings().isEmpty()) {
            html.element("p", null, "Nothing was found. See below what could not be judged from these captures.");
        }
        for (int i = 0; i < diagnosis.findings().size(); i++) {
            new FindingCard(diagnosis, html).write(i + 1, diagnosis.findings().get(i));
        }
        if (diagnosis.findingsOmitted() > 0) {
            html.element("p", null, Words.count(diagnosis.findingsOmitted(), "more finding") + ".");
        }
        html.raw("</section>");
    }

    /** The story of each nodeid that dangled: the worst one's open, the others to be opened. */
    private void sequences() {
        if (told.isEmpty()) {
            return;
        }
        html.raw("<section id=\"messages\" aria-labelledby=\"messages-head\">");
        html.raw("<h2 id=\"messages-head\">Messages around the incident</h2>");
        html.element(
                "p",
                "faint",
                "How a nodeid's life began, what came before the FORGET, and what came of it."
                        + " Bold: the FORGET after which nothing was counted. Times are from there on.");
        for (int i = 0; i < told.size(); i++) {
            html.raw(i == 0 ? "<details open>" : "<details>").raw("<summary>");
            html.text(Captions.nodeid(told.get(i).nodeid(), told.get(i).path())).raw("</summary>");
            html.raw("<figure><div class=\"wide\">");
            SequenceSvg.write(told.get(i), "sequence-" + i, html);
            html.raw("</div></figure></details>");
        }
        html.raw("</section>");
    }

    private void nodes() {
        html.raw("<section id=\"nodes\" aria-labelledby=\"nodes-head\"><h2 id=\"nodes-head\">Nodeids</h2>");
        html.raw("<div class=\"tools\"><label>nodeid or path <input type=\"search\" autocomplete=\"off\"></label>");
        html.raw(
                "<label>show <select><option value=\"all\">all</option><option value=\"counted\">counted at the end</option>");
        html.raw(
                "<option value=\"gone\">given back</option><option value=\"found\">with findings</option></select></label>");
        html.raw("<button type=\"button\" data-page=\"back\">back</button>");
        html.raw("<button type=\"button\" data-page=\"on\">on</button><span role=\"status\"></span></div>");
        html.raw("<div class=\"scroll\"><table><thead><tr>");
        for (int i = 0; i < COLUMNS.length; i++) {
            html.raw("<th scope=\"col\"")
                    .attribute("class", i == 1 ? "" : "number")
                    .raw("><button type=\"button\">");
            html.text(COLUMNS[i]).raw("</button></th>");
        }
        html.raw("</tr></thead><tbody></tbody></table></div><noscript><p>The table needs JavaScript.</p></noscript>");
        if (picture.activity().nodesOmitted() > 0) {
            html.element(
                    "p",
                    "faint",
                    picture.activity().nodesOmitted() + " more nodeids are left out: those that were met longest ago.");
        }
        html.raw("</section>");
    }

    /** The table's rows as JSON that no HTML parser takes for a tag. */
    private String data() throws IOException {
        Set<Long> found = diagnosis.findings().stream()
                .map(Finding::nodeid)
                .filter(n -> n != null)
                .collect(Collectors.toCollection(HashSet::new));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (Activity.Node node : sorted(found)) {
                json.writeStartArray();
                json.writeString(Long.toUnsignedString(node.nodeid())); // a double has no room for it
                json.writeString(node.path());
                json.writeNumber(node.lookups());
                json.writeNumber(node.forgets());
                json.writeNumber(node.givenBack());
                number(json, node.count());
                number(json, node.peak());
                json.writeNumber(node.uses());
                json.writeBoolean(found.contains(node.nodeid()));
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        return text.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** Those with findings first, then the highest counts. */
    private List<Activity.Node> sorted(Set<Long> found) {
        return picture.activity().nodes().stream()
                .sorted(Comparator.<Activity.Node, Boolean>comparing(n -> !found.contains(n.nodeid()))
                        .thenComparing(Activity.Node::peak, Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing((a, b) -> Long.compareUnsigned(a.nodeid(), b.nodeid())))
                .toList();
    }

    private static void number(JsonGenerator json, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    private void notJudged() {
        html.raw("<section id=\"judged\" aria-labelledby=\"judged-head\">");
        html.raw("<h2 id=\"judged-head\">What could not be judged</h2><ul>");
        List<CannotJudge> unjudged = InputText.unjudged(diagnosis);
        InputText.byReason(unjudged.stream()).forEach((why, codes) -> html.element("li", null, codes + ": " + why));
        html.raw("</ul>");
        if (unjudged.isEmpty()) {
            html.element("p", null, "Every class of finding could be judged.");
        }
        html.raw("</section>");
    }

    private void captured() {
        html.raw("<section id=\"captured\" aria-labelledby=\"captured-head\">");
        html.raw("<h2 id=\"captured-head\">How it was captured</h2><div class=\"scroll\"><table><thead><tr>");
        for (String head : new String[] {"capture", "dialect", "what is in it", "from", "to"}) {
            html.element("th", null, head);
        }
        html.raw("</tr></thead><tbody>");
        for (Diagnosis.Input input : diagnosis.inputs()) {
            html.raw("<tr>").element("td", "place", Words.baseName(input.path()));
            html.element("td", null, InputText.dialect(input)).element("td", null, InputText.counts(input));
            html.element("td", "time", moment(input.firstNs()))
                    .element("td", "time", moment(input.lastNs()))
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div>");
        if (diagnosis.alignment() != null) {
            html.element("p", null, "Together: " + diagnosis.alignment().sentence() + ".");
        }
        for (Diagnosis.Input input : diagnosis.inputs()) {
            if (!input.diagnostics().isEmpty()) {
                html.element("h3", null, "Oddities in " + Words.baseName(input.path()))
                        .raw("<ul>");
                input.diagnostics().forEach(row -> html.element("li", null, InputText.diagnostic(input, row)));
                html.raw("</ul>");
            }
        }
        html.raw("</section>");
    }

    private static String moment(@Nullable Long ns) {
        return ns == null ? "" : Words.dateAndTime(ns);
    }

    static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
