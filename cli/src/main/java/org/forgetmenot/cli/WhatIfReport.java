// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.InputText;
import org.forgetmenot.report.WhatIf;
import org.forgetmenot.report.WhatIf.Node;
import org.forgetmenot.report.WhatIf.Verdict;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The policies side by side, and why each ends as it does. */
final class WhatIfReport {
    /** Nodeids with a row; JSON has them all. */
    private static final int NODEIDS_MAX = 20;

    private static final String NONE = "-";

    private final WhatIf whatIf;
    private final Page page;

    private WhatIfReport(WhatIf whatIf, Page page) {
        this.whatIf = whatIf;
        this.page = page;
    }

    /** The whole report, ending in a line break. */
    static String of(WhatIf whatIf, Ansi ansi) {
        Page page = new Page(ansi);
        new WhatIfReport(whatIf, page).print();
        return page.toString();
    }

    private void print() {
        if (whatIf.cannotJudge() != null) {
            page.styled("", "", "What other kernels would have done " + whatIf.cannotJudge() + ".", Style.bold);
            if (whatIf.recordedPolicy() != null) {
                page.blank().paragraph(0, recorded());
            }
        } else {
            page.styled("", "", recorded(), Style.bold);
            page.blank();
            int omitted = table();
            if (omitted > 0) {
                page.line("... and " + Words.count(omitted, "more nodeid") + "; --format json has them all");
            }
            sentences();
        }
        page.blank();
        inputs();
    }

    private String recorded() {
        return whatIf.recordedPolicy() == null
                ? "The policy that was recorded does not show: " + whatIf.recordedBecause() + "."
                : "Recorded under policy " + whatIf.recordedPolicy()
                        + (whatIf.recordedConfidence() == null
                                ? ""
                                : " (" + JsonParts.id(whatIf.recordedConfidence()) + ")")
                        + ": " + whatIf.recordedBecause() + ".";
    }

    /** Prints the table; returns for how many nodeids it had no room. */
    private int table() {
        Table table = new Table(0).oneLineEach();
        row(table, "", Verdict::policy);
        row(table, "outcome", Verdict::outcome);
        row(table, "FORGETs", v -> v.forgets() == null ? "?" : String.valueOf(v.forgets()));
        row(table, "dropped early", WhatIfReport::nodeids);
        evidence(table, "dropped", Verdict::droppedAt);
        evidence(table, "first bad use", Verdict::firstBadUse);
        List<Long> nodeids = differing();
        int shown = Math.min(nodeids.size(), NODEIDS_MAX);
        for (Long nodeid : nodeids.subList(0, shown)) {
            row(table, "nodeid " + Long.toUnsignedString(nodeid), v -> cell(v, nodeid));
        }
        table.printTo(page);
        if (shown > 0) {
            page.blank()
                    .paragraph(
                            0,
                            "nodeid N: FORGETs of it, what they give back in all, and what the server counts at the end"
                                    + " of the capture"
                                    + (whatIf.policies().size() > 1 ? ", where these differ." : "."));
        }
        return nodeids.size() - shown;
    }

    private void row(Table table, String label, Function<Verdict, String> cell) {
        List<String> cells = new ArrayList<>(List.of(label));
        whatIf.policies().forEach(verdict -> cells.add(cell.apply(verdict)));
        table.row(cells.toArray(new String[0]));
    }

    /** What, where, when and by whom; nothing if it happens under no policy. */
    private void evidence(Table table, String label, Function<Verdict, @Nullable Evidence> which) {
        if (whatIf.policies().stream().allMatch(v -> which.apply(v) == null)) {
            return;
        }
        row(table, label, v -> cell(which.apply(v), this::where));
        row(table, "  at", v -> cell(which.apply(v), at -> Words.time(at.timeNs())));
        row(table, "  by", v -> cell(which.apply(v), Words::who));
    }

    private static String cell(@Nullable Evidence at, Function<Evidence, String> words) {
        return at == null ? NONE : words.apply(at);
    }

    /** With one capture the line alone, to keep the columns narrow; its name is below. */
    private String where(Evidence at) {
        List<Input> inputs = whatIf.inputs();
        if (inputs.size() == 1) {
            return (inputs.get(0).format().isText() ? "line " : "offset ") + at.position();
        }
        return at.input() + 1 + Words.position(inputs.get(at.input()), at.position());
    }

    private static String nodeids(Verdict verdict) {
        List<Long> nodeids = verdict.nodeids();
        if (nodeids.size() > 2) {
            return Words.count(nodeids.size(), "nodeid");
        }
        return nodeids.isEmpty()
                ? NONE
                : nodeids.stream().map(Long::toUnsignedString).collect(Collectors.joining(", "));
    }

    private static String cell(Verdict verdict, long nodeid) {
        return verdict.perNodeid().stream()
                .filter(node -> node.nodeid() == nodeid)
                .map(WhatIfReport::cell)
                .collect(Collectors.joining("; "));
    }

    private static String cell(Node node) {
        return node.forgets() + " of " + node.forgetSum() + ", left " + node.left();
    }

    /** The nodeids with which the policies deal differently; with one policy all. */
    private List<Long> differing() {
        Map<Long, String> cells = new LinkedHashMap<>();
        List<Long> differing = new ArrayList<>();
        for (Verdict verdict : whatIf.policies()) {
            for (Node node : verdict.perNodeid()) {
                String cell = cell(verdict, node.nodeid()) + node.outcome();
                String before = cells.putIfAbsent(node.nodeid(), cell);
                boolean differs = before == null ? whatIf.policies().size() == 1 : !before.equals(cell);
                if (differs && !differing.contains(node.nodeid())) {
                    differing.add(node.nodeid());
                }
            }
        }
        return differing;
    }

    private void sentences() {
        for (Verdict verdict : whatIf.policies()) {
            page.blank()
                    .hanging(
                            "",
                            "  ",
                            verdict.policy() + " (" + verdict.kernels() + "): " + verdict.outcome() + ". "
                                    + verdict.explanation());
        }
    }

    private void inputs() {
        List<Input> inputs = whatIf.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            page.hanging(
                    "read: ",
                    "  ",
                    (inputs.size() == 1 ? "" : i + 1 + ": ") + Words.baseName(input.path()) + " ("
                            + input.format().title() + "): " + InputText.counts(input));
        }
    }
}
