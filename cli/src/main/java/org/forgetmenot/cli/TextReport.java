// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Diagnosis.CannotJudge;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.InputText;
import org.forgetmenot.report.Words;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** A diagnosis as text that fits a screen and a bug report: the verdict first, then why it is believed, then what it rests on. */
final class TextReport {
    /** Findings with all their evidence; JSON has it for the others. */
    private static final int DETAILED_MAX = 3;
    /** Findings that are named at all. */
    private static final int NAMED_MAX = 20;

    private final Diagnosis diagnosis;
    private final Page page;
    private final boolean unicode;

    private TextReport(Diagnosis diagnosis, Page page, boolean unicode) {
        this.diagnosis = diagnosis;
        this.page = page;
        this.unicode = unicode;
    }

    /**
     * The whole report, ending in a line break.
     *
     * @param unicode whether pictures may be drawn with other letters than ASCII's
     */
    static String of(Diagnosis diagnosis, Ansi ansi, boolean unicode) {
        Page page = new Page(ansi);
        new TextReport(diagnosis, page, unicode).print();
        return page.toString();
    }

    private void print() {
        page.styled("", "", diagnosis.verdict(), Style.bold);
        findings();
        page.blank();
        judged();
        inputs();
    }

    private void findings() {
        List<Finding> findings = diagnosis.findings();
        FindingText text = new FindingText(diagnosis, page, unicode);
        int named = Math.min(findings.size(), NAMED_MAX);
        int detailed = 0;
        for (int i = 0; i < named; i++) {
            Finding finding = findings.get(i);
            page.blank();
            if (finding.isWrong() && detailed < DETAILED_MAX) {
                text.print(i + 1, finding);
                detailed++;
            } else {
                text.printShort(i + 1, finding);
            }
        }
        long omitted = findings.size() - named + diagnosis.findingsOmitted();
        if (omitted > 0) {
            page.blank()
                    .paragraph(
                            0,
                            "... and " + Words.count(omitted, "more finding") + "; --format json lists "
                                    + (diagnosis.findingsOmitted() > 0 ? "more of them" : "them all"));
        }
    }

    /** What was looked for, where nothing was found, and what could not be looked for at all. */
    private void judged() {
        List<CannotJudge> unjudged = InputText.unjudged(diagnosis);
        if (!diagnosis.hasFindings()) {
            Set<FindingCode> judged = EnumSet.allOf(FindingCode.class);
            unjudged.forEach(cannot -> judged.remove(cannot.code()));
            page.hanging(
                    "judged: ",
                    "  ",
                    judged.isEmpty()
                            ? "nothing"
                            : judged.stream().map(FindingCode::id).collect(Collectors.joining(", ")));
        }
        InputText.byReason(unjudged.stream())
                .forEach((why, codes) -> page.hanging("not judged: ", "  ", codes + ": " + why));
    }

    private void inputs() {
        for (Input input : diagnosis.inputs()) {
            page.hanging(
                    "read: ",
                    "  ",
                    Words.baseName(input.path()) + " (" + InputText.dialect(input) + "): " + InputText.counts(input));
            for (Diagnostics.Row row : input.diagnostics()) {
                if (row.code().severity() != DiagnosticCode.Severity.INFO) {
                    page.hanging("  ", "    ", InputText.diagnostic(input, row));
                }
            }
        }
        Diagnosis.Alignment alignment = diagnosis.alignment();
        if (alignment != null) {
            page.hanging("together: ", "  ", alignment.sentence());
        }
    }
}
