// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Picture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; screenshots of it are left in {@code target/screenshots}. */
@Tag("system")
final class HtmlReportSystemTest {
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String HOSTILE =
            "/</script><script>window.pwned=1</script><img src=x onerror=\"window.pwned=2\">'\"&\u202e";
    private static final double READABLE = 4.5; // WCAG 2.1, AA

    @TempDir
    private static Path folder;

    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(Chromium.isInstalled(), "chromium is not installed");
        browser = Chromium.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(Picture picture) throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        try (OutputStream out = Files.newOutputStream(page)) {
            HtmlReport.write(picture, out);
        }
        browser.open(page);
    }

    private static Picture incident() throws IOException {
        return Samples.picture(3, Samples.INCIDENT, Samples.INCIDENT_AT_SERVER);
    }

    /** Whatever goes wrong in a page is said on its console; and nothing is fetched but the page. */
    private static void assertQuiet() throws InterruptedException {
        browser.evaluate("1"); // what is under way has come
        assertEquals(List.of(), browser.events("Runtime.exceptionThrown"));
        assertEquals(List.of(), browser.events("Runtime.consoleAPICalled"));
        assertEquals(List.of(), browser.events("Log.entryAdded"));
        List<String> fetched = browser.events("Network.requestWillBeSent").stream()
                .map(e -> e.path("request").path("url").asText())
                .toList();
        assertTrue(fetched.stream().allMatch(url -> url.endsWith("/report.html")), fetched::toString);
    }

    @Test
    void thePageIsQuietAndLooksWell() throws IOException, InterruptedException {
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            open(incident());
            assertQuiet();
            browser.screenshot(SHOTS.resolve("report-" + scheme + ".png"));
            for (String selector :
                    List.of("body", ".faint", ".badge.error", "th", ".tick", ".label", "nav a", "figcaption")) {
                double contrast =
                        browser.evaluate(CONTRAST.replace("SELECTOR", selector)).asDouble();
                assertTrue(contrast >= READABLE, () -> scheme + ": " + selector + " has a contrast of " + contrast);
            }
            assertEquals(
                    0,
                    browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                            .asInt(),
                    "wider than the window");
        }
        browser.prefer("light");
    }

    /** The contrast of an element's ink with the page, by WCAG's formula. */
    private static final String CONTRAST = """
            (() => {
              const element = document.querySelector("SELECTOR");
              const style = getComputedStyle(element);
              const numbers = (text) => text.match(/[0-9.]+/g).map(Number);
              const light = (text) => numbers(text).slice(0, 3)
                .map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const ink = light(element.closest("svg") ? style.fill : style.color);
              const paper = light(getComputedStyle(document.body).backgroundColor);
              return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            })()""";

    @Test
    void theTimelineZoomsByKeyboardByButtonAndByWheel() throws IOException, InterruptedException {
        open(incident());
        String left = "document.querySelector('.timeline .axis text').textContent";
        // how far the middle of the picture is stretched: from the last sign before the FORGET to it
        String bar = "(() => { const x = (m) => m.transform.baseVal[0].matrix.e, marks ="
                + " [...document.querySelectorAll('.timeline .mark')], at = marks.findIndex(m => m.matches('.forget'));"
                + " return x(marks[at]) - x(marks.slice(0, at).reverse().find(m => m.matches('.used'))); })()";
        double before = browser.evaluate(bar).asDouble();
        String first = browser.evaluate(left).asText();
        browser.evaluate("document.querySelector('.timeline').focus()");
        browser.press("+", 187);
        assertEquals(2 * before, browser.evaluate(bar).asDouble(), 0.01);
        assertNotEquals(first, browser.evaluate(left).asText());
        browser.press("0", 48);
        assertEquals(before, browser.evaluate(bar).asDouble(), 0.01);
        browser.press("ArrowRight", 39);
        assertEquals(before, browser.evaluate(bar).asDouble(), 0.01);
        browser.evaluate("document.querySelector('[data-do=in]').click()");
        assertEquals(2 * before, browser.evaluate(bar).asDouble(), 0.01);
        browser.evaluate("document.querySelector('[data-do=whole]').click()");
        browser.evaluate("document.querySelector('.timeline').dispatchEvent(new WheelEvent('wheel',"
                + " {deltaY: -1, ctrlKey: true, clientX: 600, clientY: 400, bubbles: true, cancelable: true}))");
        assertTrue(browser.evaluate(bar).asDouble() > before, "not zoomed by the wheel");
        assertQuiet();
    }

    private static final String TICKS =
            "[...document.querySelectorAll('.timeline .axis text')].map(t => t.textContent)";

    private static List<String> texts(String expression) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        browser.evaluate(expression).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String span() throws InterruptedException {
        return browser.evaluate(
                        "new Promise(done => setTimeout(() => done(document.querySelector('.span').textContent), 300))")
                .asText();
    }

    @Test
    void theDeepestZoomStillShowsTheBarsAndItsAxis() throws IOException, InterruptedException {
        open(incident());
        browser.evaluate("document.querySelector('.timeline').focus()");
        for (int i = 1; i <= 40; i++) {
            browser.press("+", 187);
            List<String> ticks = texts(TICKS);
            assertEquals(ticks.size(), ticks.stream().distinct().count(), ticks::toString);
            assertTrue(ticks.size() >= 2, ticks::toString);
        }
        List<String> widths = texts("[...document.querySelectorAll('.holding')].filter(b =>"
                + " getComputedStyle(b).visibility === 'visible').map(b => b.getAttribute('width'))");
        assertEquals(2, widths.size(), "both superblocks hold it then");
        assertTrue(
                widths.stream().mapToDouble(Double::parseDouble).allMatch(w -> w > 800 && w < 1080), widths::toString);
        assertEquals(
                "hidden",
                browser.evaluate("getComputedStyle(document.querySelector('.dangling text')).visibility")
                        .asText(),
                "of what is not seen");
        String deepest = span();
        assertTrue(deepest.matches("from -0\\.\\d{6,9} s to -0\\.\\d{6,9} s"), deepest);
        browser.screenshot(SHOTS.resolve("report-deep.png"));
        browser.press("+", 187);
        assertEquals(deepest, span(), "zoomed beyond the clock's ticks, or moved");
        browser.press("0", 48);
        assertEquals(
                "visible",
                browser.evaluate("getComputedStyle(document.querySelector('.dangling text')).visibility")
                        .asText());
        assertQuiet();
    }

    @Test
    void whatPartIsSeenIsSaidWhenItChanges() throws IOException, InterruptedException {
        open(incident());
        assertEquals("", span());
        assertEquals(
                "polite",
                browser.evaluate("document.querySelector('.span').getAttribute('aria-live')")
                        .asText());
        browser.evaluate("document.querySelector('.timeline').focus()");
        browser.press("0", 48);
        assertEquals("from -1.54 s to 0.75 s", span());
        browser.press("+", 187);
        assertEquals("from -0.97 s to 0.18 s", span());
        browser.press("ArrowRight", 39);
        assertEquals("from -0.68 s to 0.46 s", span());
    }

    @Test
    void aCoarseClockLeavesNothingOnOneHeap() throws IOException, InterruptedException {
        open(Samples.picture(3, Samples.RUST_SERVER));
        double between = browser.evaluate(
                        "(() => { const x = [...document.querySelectorAll('.timeline .failed, .timeline .forget')]"
                                + ".map(m => m.transform.baseVal[0].matrix.e).sort((a, b) => a - b);"
                                + " return Math.min(...x.slice(1).map((n, i) => n - x[i])); })()")
                .asDouble();
        assertTrue(between > 5, () -> "signs are " + between + " pixels apart");
        assertTrue(
                browser.evaluate("(() => { const f = document.querySelector('.frame').getBoundingClientRect();"
                                + " return [...document.querySelectorAll('.timeline .mark')].every(m => { const b ="
                                + " m.getBoundingClientRect(); return b.left >= f.left && b.right <= f.right; }); })()")
                        .asBoolean(),
                "a sign is cut off");
        assertTrue(
                browser.evaluate("(() => { const p = document.querySelector('.timeline').getBoundingClientRect();"
                                + " return [...document.querySelectorAll('.timeline text')].every(t => { const b ="
                                + " t.getBoundingClientRect(); return b.left >= p.left && b.right <= p.right; }); })()")
                        .asBoolean(),
                "a label is cut off");
        browser.screenshot(SHOTS.resolve("report-steps.png"));
        browser.evaluate("document.querySelector('.timeline').focus()");
        for (int i = 0; i < 20; i++) {
            browser.press("+", 187);
        }
        for (String tick : texts(TICKS)) {
            assertTrue(tick.matches("-?\\d+"), () -> "there is no step " + tick);
        }
        String deepest = span();
        assertTrue(deepest.matches("from step -?\\d+ to -?\\d+"), deepest);
        assertQuiet();
    }

    @Test
    void theLineOfAPlaceIsNeverCutOff() throws IOException, InterruptedException {
        open(Samples.picture(4, Samples.TWO));
        String cut = "[...document.querySelectorAll('.evidence td:first-child.place')].filter(c =>"
                + " c.scrollWidth > c.clientWidth).map(c => c.textContent)";
        try {
            assertEquals(List.of(), texts(cut));
            browser.preferPaper();
            browser.resize(718, 1000); // A4
            assertEquals(List.of(), texts(cut), "on paper");
            assertEquals(
                    List.of(),
                    texts("[...document.querySelectorAll('.evidence')].filter(t => t.getBoundingClientRect().right >"
                            + " t.closest('.card').getBoundingClientRect().right).map(t => t.textContent)"),
                    "wider than the paper");
            browser.screenshot(SHOTS.resolve("report-paper.png"));
        } finally {
            browser.prefer("light");
            browser.resize(1200, 1000);
        }
    }

    @Test
    void inANarrowWindowPicturesScrollAndThePageDoesNot() throws IOException, InterruptedException {
        try {
            browser.resize(420, 900);
            open(incident());
            assertEquals(
                    420,
                    browser.evaluate("document.documentElement.scrollWidth").asInt(),
                    "the page is wider than the window");
            for (String picture : List.of(".timeline", ".sequence")) {
                assertTrue(
                        browser.evaluate("document.querySelector('" + picture + "').getBoundingClientRect().width")
                                        .asDouble()
                                >= 860,
                        picture);
                assertTrue(
                        browser.evaluate("(() => { const w = document.querySelector('" + picture
                                        + "').parentNode; w.scrollLeft = 200; return w.scrollLeft === 200; })()")
                                .asBoolean(),
                        picture);
            }
            browser.screenshot(SHOTS.resolve("report-narrow.png"));
        } finally {
            browser.resize(1200, 1000);
        }
    }

    @Test
    void pointingTellsWhoHoldsTheNodeidThen() throws IOException, InterruptedException {
        open(incident());
        JsonNode box = browser.evaluate("(() => { const b = document.querySelector('.holding.forgotten')"
                + ".getBoundingClientRect(); return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
        browser.send(
                "Input.dispatchMouseEvent",
                browser.parameters()
                        .put("type", "mouseMoved")
                        .put("x", box.get("x").asDouble())
                        .put("y", box.get("y").asDouble()));
        String now =
                browser.evaluate("document.querySelector('.now').textContent").asText();
        assertTrue(now.contains("superblock 18 still holds it, but the server has forgotten it"), now);
        assertTrue(now.contains("nearest step: used by "), now);
        browser.screenshot(SHOTS.resolve("report-pointing.png"));
    }

    private static String status() throws InterruptedException {
        return browser.evaluate("new Promise(done => setTimeout(() =>"
                        + " done(document.querySelector('#nodes [role=status]').textContent), 200))")
                .asText();
    }

    private static void search(String text) throws InterruptedException {
        browser.evaluate("(() => { const i = document.querySelector('#nodes input'); i.value = '" + text
                + "'; i.dispatchEvent(new Event('input')); })()");
    }

    private static void state(String state) throws InterruptedException {
        browser.evaluate("(() => { const s = document.querySelector('#nodes select'); s.value = '" + state
                + "'; s.dispatchEvent(new Event('change')); })()");
    }

    @Test
    void aHundredThousandNodeidsAreFilteredSortedAndPaged() throws IOException, InterruptedException {
        List<Activity.Node> nodes = new ArrayList<>();
        for (long i = 0; i < 100_000; i++) {
            nodes.add(new Activity.Node(
                    i == 7 ? -1L : i + 2,
                    "/data/d" + i % 100 + "/f" + i,
                    1,
                    i % 2,
                    i % 2,
                    1 - i % 2,
                    i == 500 ? 99L : 1L,
                    i));
        }
        open(withNodes(incident(), nodes));
        assertEquals("1 to 50 of 100000", status());
        browser.evaluate("document.querySelector('[data-page=on]').click()");
        assertEquals("51 to 100 of 100000", status());
        state("gone");
        assertEquals("1 to 50 of 50000", status());
        search("/d42/");
        assertEquals("no nodeid fits", status(), "those below d42 are all counted yet");
        state("all");
        assertEquals("1 to 50 of 1000", status());
        search("18446744073709551615");
        assertEquals("1 to 1 of 1", status());
        search("0x10");
        assertEquals("1 to 50 of 4369", status(), "0x10 itself, 0x100 to 0x10f, and so on");
        assertEquals(
                "16",
                browser.evaluate("document.querySelector('#nodes tbody td').textContent")
                        .asText());
        search("0xFFFFFFFFFFFFFFFF");
        assertEquals("1 to 1 of 1", status());
        state("found");
        search("");
        assertEquals("1 to 1 of 1", status());
        state("all");
        browser.evaluate("document.querySelectorAll('#nodes th button')[6].click()");
        assertEquals(
                "99",
                browser.evaluate("document.querySelector('#nodes tbody tr td:nth-child(7)').textContent")
                        .asText());
        double ms = browser.evaluate(
                        "(() => { const begin = performance.now(); const s = document.querySelector('#nodes"
                                + " select'); s.dispatchEvent(new Event('change')); return performance.now() - begin; })()")
                .asDouble();
        assertTrue(ms < 1000, () -> "to filter 100,000 nodeids took " + ms + " ms");
        assertQuiet();
    }

    private static Picture withNodes(Picture picture, List<Activity.Node> nodes) {
        Activity a = picture.activity();
        return new Picture(
                picture.diagnosis(),
                new Activity(
                        a.timed(),
                        a.from(),
                        a.bucket(),
                        a.buckets(),
                        a.opcodes(),
                        a.latencies(),
                        a.latencyAtKernel(),
                        nodes,
                        5),
                picture.nodeids(),
                picture.timelines());
    }

    @Test
    void nothingRunsFromAHostileName() throws IOException, InterruptedException {
        Picture picture = withNodes(incident(), List.of(new Activity.Node(3, HOSTILE, 1, 1, 1, 0L, 1L, 1)));
        Diagnosis d = picture.diagnosis();
        List<Finding> findings = d.findings().stream()
                .map(f -> new Finding(
                        f.code(),
                        f.severity(),
                        f.confidence(),
                        f.blame(),
                        f.connection(),
                        f.nodeid(),
                        f.generation(),
                        HOSTILE,
                        f.latent(),
                        f.heldBy(),
                        f.lookedUp(),
                        f.forgotten(),
                        f.seen(),
                        f.used(),
                        f.uses(),
                        f.failedUses(),
                        f.knownBug(),
                        f.explanation() + HOSTILE))
                .toList();
        Diagnosis hostile = new Diagnosis(
                d.inputs().stream().map(i -> i.withPath(HOSTILE)).toList(),
                d.connections(),
                d.nodes(),
                d.alignment(),
                findings,
                0,
                d.verdict() + HOSTILE);
        open(new Picture(hostile, picture.activity(), picture.nodeids(), picture.timelines()));
        assertQuiet();
        assertTrue(browser.evaluate("window.pwned === undefined").asBoolean());
        assertEquals(2, browser.evaluate("document.scripts.length").asInt());
        assertEquals(0, browser.evaluate("document.images.length").asInt());
        assertEquals(
                HOSTILE,
                browser.evaluate("document.querySelector('#nodes tbody td:nth-child(2)').textContent")
                        .asText());
        assertTrue(browser.evaluate("document.querySelector('h1').textContent.includes('</script>')")
                .asBoolean());
        // the page's policy lets no other script in, whoever puts it there
        browser.evaluate(
                "(() => { const s = document.createElement('script'); s.textContent = 'window.pwned = 3';"
                        + " document.body.append(s); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned=4\">'); })()");
        Thread.sleep(200);
        assertTrue(browser.evaluate("window.pwned === undefined").asBoolean(), "the policy let a script run");
    }

    @Test
    void keyboardAndScreenReaderFindTheirWay() throws IOException, InterruptedException {
        open(incident());
        browser.press("Tab", 9);
        assertEquals(
                "to the findings",
                browser.evaluate("document.activeElement.textContent").asText());
        boolean reached = false;
        for (int i = 0; i < 20 && !reached; i++) {
            browser.press("Tab", 9);
            reached = browser.evaluate("document.activeElement.classList.contains('timeline')")
                    .asBoolean();
        }
        assertTrue(reached, "Tab does not come to the timeline");
        List<String> names = new ArrayList<>();
        for (JsonNode node : browser.send("Accessibility.getFullAXTree", browser.parameters())
                .get("nodes")) {
            names.add(node.path("role").path("value").asText() + " "
                    + node.path("name").path("value").asText());
        }
        assertTrue(
                names.stream()
                        .anyMatch(n -> n.startsWith("image nodeid 3 (/ctr/rootfs) was forgotten")
                                || n.startsWith("img nodeid 3 (/ctr/rootfs) was forgotten")),
                names::toString);
        for (String wanted :
                List.of("searchbox nodeid or path", "button zoom in", "heading Findings", "region Nodeids")) {
            assertTrue(names.contains(wanted), () -> wanted + " is not in " + names);
        }
        assertQuiet();
    }
}
