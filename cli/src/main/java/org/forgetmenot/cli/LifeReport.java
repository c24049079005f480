// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.Life;
import org.forgetmenot.report.Words;
import picocli.CommandLine.Help.Ansi;

/** A life as text, one step a line: for reading from top to bottom and for grep. */
final class LifeReport {
    private LifeReport() {}

    static String of(Life life, Ansi ansi) {
        Page page = new Page(ansi);
        List<Input> inputs = life.inputs();
        String nodeid = Long.toUnsignedString(life.nodeid());
        if (life.steps().isEmpty()) {
            return page.paragraph(0, "nodeid " + nodeid + " is not in " + names(inputs))
                    .toString();
        }
        page.heading("nodeid " + nodeid + " in " + names(inputs));
        Table table = new Table(0).right(0).right(1).right(3).right(4).oneLineEach();
        table.row(inputs.size() == 1 ? place(inputs.get(0)) : "WHERE", "TIME", "TASK", "SB", "SRV", "HELD", "WHAT");
        for (Life.Step step : life.steps()) {
            int input = step.at().input();
            String where = inputs.size() == 1
                    ? String.valueOf(step.at().position())
                    : input + 1 + Words.position(inputs.get(input), step.at().position());
            table.row(
                    where,
                    Words.time(step.at().timeNs()),
                    Words.who(step.at()),
                    step.sDev() == null ? "" : String.valueOf(step.sDev()),
                    step.serverCount() == null ? "?" : String.valueOf(step.serverCount()),
                    held(step.superblockCounts()),
                    step.what());
        }
        table.printTo(page);
        if (life.stepsOmitted() > 0) {
            page.line("... and " + Words.count(life.stepsOmitted(), "more step"));
        }
        page.blank()
                .paragraph(
                        0,
                        "SB: the superblock (s_dev) concerned. SRV: the server's count after the step. HELD: the superblocks that hold"
                                + " the nodeid after it, each with the lookups of its own; 0 is borrowed, ? unknown.");
        return page.toString();
    }

    private static String place(Input input) {
        return input.format().isText() ? "LINE" : "OFFSET";
    }

    private static String names(List<Input> inputs) {
        if (inputs.size() == 1) {
            return Words.baseName(inputs.get(0).path());
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < inputs.size(); i++) {
            names.append(i == 0 ? "" : ", ")
                    .append(i + 1)
                    .append(": ")
                    .append(Words.baseName(inputs.get(i).path()));
        }
        return names.toString();
    }

    private static String held(List<Life.Held> held) {
        return held.stream()
                .map(h -> h.sDev() + ":" + (h.count() == null ? "?" : h.count()))
                .collect(Collectors.joining(" "));
    }
}
