// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.Difference;
import org.forgetmenot.report.Difference.Divergence;
import org.forgetmenot.report.InputText;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** How two captures differ, as text: where they part, what findings came and went, what is not as many. */
final class DiffReport {
    /** Differences of counts that are shown; JSON has more. */
    private static final int COUNTS_MAX = 12;

    private final Difference difference;
    private final Page page;

    private DiffReport(Difference difference, Page page) {
        this.difference = difference;
        this.page = page;
    }

    /** The whole report, ending in a line break. */
    static String of(Difference difference, Ansi ansi) {
        Page page = new Page(ansi);
        new DiffReport(difference, page).print();
        return page.toString();
    }

    private void print() {
        page.styled("", "", verdict(), Style.bold);
        page.blank();
        divergence();
        findings("went", difference.went());
        findings("appeared", difference.appeared());
        findings("in both", difference.stayed());
        counts();
        inputs();
    }

    private String verdict() {
        Difference.Aligned aligned = difference.aligned();
        if (aligned.aligned() == 0 && aligned.first() > 0 && aligned.second() > 0) {
            return "Nothing lines up: the two captures are not of one workload, or not of one kind.";
        }
        String lines = aligned.aligned() + " of " + aligned.first() + " operations line up with the second capture's "
                + aligned.second() + ", " + (aligned.aligned() - aligned.sameResult()) + " with another result";
        if (!difference.isAny()) {
            return "No difference that matters: " + lines + ".";
        }
        return (difference.went().isEmpty() ? "" : Words.count(difference.went().size(), "finding") + " went. ")
                + (difference.appeared().isEmpty()
                        ? ""
                        : Words.count(difference.appeared().size(), "finding") + " appeared. ")
                + lines + ".";
    }

    private void divergence() {
        Divergence first = difference.first();
        if (first == null) {
            return;
        }
        String operation = Words.opcode(first.opcode()) + " " + first.path();
        page.paragraph(
                0,
                switch (first.kind()) {
                    case RESULT -> "They part at the " + ordinal(first.ordinal()) + " " + operation + ":";
                    case ONLY_FIRST -> "They part at " + operation + ", which only the first has:";
                    case ONLY_SECOND -> "They part at " + operation + ", which only the second has:";
                });
        Table table = new Table(1);
        place(table, 0, first.firstAt(), first.firstError());
        place(table, 1, first.secondAt(), first.secondError());
        table.printTo(page);
        page.blank();
    }

    private void place(Table table, int input, @Nullable Evidence at, @Nullable Integer error) {
        if (at != null && error != null) {
            table.row(
                    input == 0 ? "first" : "second",
                    Words.where(at, difference.inputs()),
                    Words.time(at.timeNs()),
                    Words.who(at),
                    Words.answer(error));
        }
    }

    private static String ordinal(long number) {
        String ending = switch ((int) (number % 100)) {
            case 11, 12, 13 -> "th";
            default ->
                switch ((int) (number % 10)) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        };
        return number + ending;
    }

    private void findings(String how, List<Finding> findings) {
        for (Finding finding : findings) {
            page.hanging(
                    how + ": ",
                    "  ",
                    finding.code().id() + ", "
                            + (finding.nodeid() == null ? "" : "nodeid " + Long.toUnsignedString(finding.nodeid()))
                            + (finding.path() == null ? "" : " (" + finding.path() + ")")
                            + (finding.nodeid() == null ? "" : ", ")
                            + Words.severity(finding.severity()) + ", "
                            + JsonParts.id(finding.confidence()));
        }
        if (!findings.isEmpty()) {
            page.blank();
        }
    }

    private void counts() {
        if (difference.counts().isEmpty()) {
            return;
        }
        Table table = new Table(0).oneLineEach().right(0).right(1);
        table.row("FIRST", "SECOND", "", "PATH");
        List<Difference.Count> shown = difference
                .counts()
                .subList(0, Math.min(COUNTS_MAX, difference.counts().size()));
        for (Difference.Count count : shown) {
            table.row(String.valueOf(count.first()), String.valueOf(count.second()), count.what(), count.path());
        }
        table.printTo(page);
        long omitted = difference.counts().size() - shown.size() + difference.countsOmitted();
        if (omitted > 0) {
            page.line("... and " + Words.count(omitted, "more count") + " that differ; --format json has more");
        }
        page.blank();
    }

    private void inputs() {
        for (Input input : difference.inputs()) {
            page.hanging(
                    "read: ",
                    "  ",
                    Words.baseName(input.path()) + " (" + input.format().title() + "): " + InputText.counts(input));
        }
    }
}
