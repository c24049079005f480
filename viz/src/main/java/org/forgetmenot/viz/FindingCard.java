// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.stream.Collectors;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.detect.KnownBug;
import org.forgetmenot.detect.Used;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/** One finding as a card: what it is, why it is believed, and its evidence in three parts. */
final class FindingCard {
    /** Uses that are seen at once; the rest unfolds. */
    private static final int USES_SHOWN = 6;

    private final Diagnosis diagnosis;
    private final Html html;

    FindingCard(Diagnosis diagnosis, Html html) {
        this.diagnosis = diagnosis;
        this.html = html;
    }

    void write(int number, Finding finding) {
        String severity = Words.severity(finding.severity());
        html.open("article", "card " + HtmlReport.id(finding.severity()));
        html.element("h3", null, number + ". " + finding.code().of(subject(finding)));
        html.raw("<p>").element("span", "badge " + HtmlReport.id(finding.severity()), severity);
        html.element("span", "badge", HtmlReport.id(finding.confidence()));
        html.element("span", "badge", "blame: " + HtmlReport.id(finding.blame()));
        html.element("span", "faint", finding.code().id()).raw("</p>");
        html.element("p", null, finding.explanation());
        evidence(finding);
        if (!finding.heldBy().isEmpty()) {
            html.element("h4", null, "Still held by");
            html.element(
                    "p",
                    null,
                    finding.heldBy().stream().map(FindingCard::holder).collect(Collectors.joining("; ")));
        }
        KnownBug bug = finding.knownBug();
        if (bug != null) {
            html.element("h4", null, "Known bug").element("p", null, bug.title() + ".");
            html.element("p", null, "Fixed by " + bug.fixedBy() + ". Affected: " + bug.affected() + ".");
        }
        html.close("article");
    }

    private static String subject(Finding finding) {
        return finding.nodeid() == null ? "a nodeid" : Captions.nodeid(finding.nodeid(), finding.path());
    }

    private void evidence(Finding finding) {
        if (!finding.lookedUp().isEmpty()) {
            begin("Looked up here");
            finding.lookedUp().forEach(l -> row(l.at(), l.how() + superblock(l.sDev())));
            end();
        }
        if (!finding.forgotten().isEmpty()) {
            begin("Forgotten here");
            for (Forgotten f : finding.forgotten()) {
                row(
                        f.at(),
                        "FORGET nlookup " + (f.nlookup() == null ? "unknown" : Long.toUnsignedString(f.nlookup()))
                                + superblock(f.sDev())
                                + (f.cause() == null ? "" : ", by " + f.cause().sentence()));
                if (!f.stack().isEmpty()) {
                    html.raw("<tr><td colspan=\"4\"><details><summary>stack</summary>");
                    html.text(String.join(" ← ", f.stack())).raw("</details></td></tr>");
                }
            }
            end();
        }
        if (!finding.seen().isEmpty()) {
            begin("Seen here");
            finding.seen().forEach(s -> row(s.at(), s.what()));
            end();
        }
        if (!finding.used().isEmpty()) {
            begin("Used here: " + finding.uses() + " in all, " + finding.failedUses() + " answered with an error");
            int shown = Math.min(USES_SHOWN, finding.used().size());
            finding.used().subList(0, shown).forEach(this::used);
            end();
            if (shown < finding.used().size()) {
                html.raw("<details><summary>")
                        .text(finding.used().size() - shown + " more uses")
                        .raw("</summary>");
                table();
                finding.used().subList(shown, finding.used().size()).forEach(this::used);
                end();
                html.raw("</details>");
            }
        } else if (finding.latent()) {
            html.element("p", null, "Not used again in this capture: the next use will fail.");
        }
    }

    private void begin(String title) {
        html.element("h4", null, title);
        table();
    }

    private void table() {
        html.raw("<div class=\"scroll\"><table class=\"evidence\"><tbody>");
    }

    private void end() {
        html.raw("</tbody></table></div>");
    }

    private void used(Used used) {
        row(
                used.at(),
                Words.opcode(used.opcode()) + " " + Words.answer(used.error())
                        + (used.aliased() ? ", of another file" : "") + superblock(used.sDev()));
    }

    private void row(Evidence at, String what) {
        html.raw("<tr>");
        Place.of(at, diagnosis.inputs()).write(html);
        html.element("td", "place", Words.time(at.timeNs()));
        String who = Words.who(at);
        html.raw("<td class=\"place\"")
                .attribute("title", who)
                .raw(">")
                .text(who)
                .raw("</td>");
        html.element("td", null, what).raw("</tr>");
    }

    private static String superblock(@Nullable Integer sDev) {
        return sDev == null ? "" : ", superblock " + sDev;
    }

    private static String holder(HeldBy held) {
        return "superblock " + (held.sDev() == null ? "of unknown number" : held.sDev())
                + (held.submount() ? ", a submount" : "") + (held.root() ? ", with this nodeid as its root" : "");
    }
}
