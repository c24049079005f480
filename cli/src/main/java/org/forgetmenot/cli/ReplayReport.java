// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.replay.ReplayResult;
import org.forgetmenot.replay.ReplayResult.Counts;
import org.forgetmenot.replay.ReplayResult.Death;
import org.forgetmenot.replay.ReplayResult.Divergence;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.replay.ReplayResult.Step;
import org.forgetmenot.replay.ReplayResult.Use;
import org.forgetmenot.report.Safe;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** What a replay showed, as text. */
final class ReplayReport {
    /** Uses of an incident that are shown; JSON has more. */
    private static final int USES_MAX = 4;

    private final ReplayResult result;
    private final Page page;

    private ReplayReport(ReplayResult result, Page page) {
        this.result = result;
        this.page = page;
    }

    /** The whole report, ending in a line break. */
    static String of(ReplayResult result, Ansi ansi) {
        Page page = new Page(ansi);
        new ReplayReport(result, page).print();
        return page.toString();
    }

    private void print() {
        page.styled("", "", verdict(), Style.bold);
        page.blank();
        death();
        result.incidents().forEach(this::incident);
        divergence();
        counts();
    }

    private String verdict() {
        List<Incident> incidents = result.incidents();
        String target = result.target();
        long shown = incidents.stream().filter(i -> isTrue(i.reproduced())).count();
        long unshown = incidents.stream()
                .filter(i -> i.reproduced() != null && !i.reproduced())
                .count();
        StringBuilder verdict = new StringBuilder();
        if (result.death() != null) {
            verdict.append(capitalised(target)).append(" died. ");
        }
        if (incidents.isEmpty()) {
            verdict.append("The capture shows no incident that a replay could reproduce. ");
        } else if (unshown == 0 && shown > 0) {
            verdict.append(shown == 1 ? "The incident is reproduced" : "All " + shown + " incidents are reproduced")
                    .append(" on ")
                    .append(target)
                    .append(". ");
        } else if (shown == 0 && unshown > 0) {
            verdict.append(unshown == 1 ? "The incident is not" : "None of " + unshown + " incidents is")
                    .append(" reproduced on ")
                    .append(target)
                    .append(". ");
        } else if (shown > 0) {
            verdict.append(shown + " of " + (shown + unshown) + " incidents are reproduced on " + target + ". ");
        } else {
            verdict.append(
                            incidents.size() == 1
                                    ? "The incident cannot"
                                    : "None of " + incidents.size() + " incidents can")
                    .append(" be shown on ")
                    .append(target)
                    .append(". ");
        }
        Counts counts = result.counts();
        verdict.append(
                counts.diverged() == 0
                        ? "Every answer is as recorded: " + counts.compared() + " compared."
                        : counts.diverged() + " of " + Words.count(counts.compared(), "answer")
                                + " differ from the capture.");
        return verdict.toString();
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return value != null && value;
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private void death() {
        Death death = result.death();
        if (death == null) {
            return;
        }
        page.paragraph(
                0,
                capitalised(result.target()) + " " + death.how() + ". "
                        + (death.last().isEmpty() ? "Nothing was sent yet." : "What was sent last:"));
        steps(death.last());
        page.line(Words.count(death.left(), "operation") + " of the capture were left.");
        if (!death.said().isEmpty()) {
            page.paragraph(0, "What it said last:");
            death.said().forEach(line -> page.hanging("  ", "    ", Safe.line(line)));
        }
        page.blank();
    }

    private void steps(List<Step> steps) {
        Table table = new Table(1);
        for (Step step : steps) {
            table.row(where(step), Words.time(step.timeNs()), operation(step));
        }
        table.printTo(page);
    }

    private String where(Step step) {
        return Words.where(
                new Evidence(result.input(), step.position(), step.timeNs(), null, null, null),
                result.diagnosis().inputs());
    }

    private static String operation(Step step) {
        return Words.opcode(step.opcode()) + " of nodeid " + Long.toUnsignedString(step.nodeid())
                + (step.path() == null ? "" : " (" + step.path() + ")")
                + (step.name() == null ? "" : ", name " + step.name());
    }

    private void incident(Incident incident) {
        String nodeid = incident.nodeid() == null ? "" : ", nodeid " + Long.toUnsignedString(incident.nodeid());
        page.heading(incident.code().id() + nodeid + (incident.path() == null ? "" : " (" + incident.path() + ")")
                + ": " + outcome(incident));
        page.paragraph(2, incident.why() + (isTrue(incident.reproduced()) ? chain(incident) : ""));
        Table table = new Table(1);
        List<Use> shown = telling(incident.uses());
        if (!shown.isEmpty()) {
            table.row("", "", "", "RECORDED", "LIVE");
        }
        for (Use use : shown) {
            table.row(
                    where(use.step()),
                    Words.time(use.step().timeNs()),
                    Words.opcode(use.step().opcode()),
                    Words.answer(use.recordedError()),
                    Words.answer(use.liveError()));
        }
        table.printTo(page);
        long more = incident.allUses() - shown.size();
        if (more > 0) {
            page.line(" ... and " + more + " more");
        }
        page.blank();
    }

    /** The first use, and the first with each other opcode and answer. */
    private static List<Use> telling(List<Use> uses) {
        List<Use> telling = new ArrayList<>();
        for (Use use : uses) {
            boolean seen = telling.stream()
                    .anyMatch(u -> u.step().opcode() == use.step().opcode()
                            && Objects.equals(u.recordedError(), use.recordedError())
                            && Objects.equals(u.liveError(), use.liveError()));
            if (!seen && telling.size() < USES_MAX) {
                telling.add(use);
            }
        }
        return telling;
    }

    private static String outcome(Incident incident) {
        if (incident.reproduced() == null) {
            return "cannot be shown";
        }
        if (incident.runs() > 1) {
            return "reproduced in " + incident.reproducedRuns() + " of " + incident.runs() + " runs";
        }
        return incident.reproduced() ? "reproduced" : "not reproduced";
    }

    private static String chain(Incident incident) {
        return incident.isExact()
                ? " Every request that led to it was replayed as recorded."
                : " On the way to it, something had to be made up for " + String.join(", ", incident.madeUp()) + ".";
    }

    private void divergence() {
        Divergence first = result.divergence();
        if (first == null) {
            return;
        }
        page.heading("First difference: " + first.difference().what());
        Table table = new Table(1);
        table.row(where(first.step()), Words.time(first.step().timeNs()), operation(first.step()));
        table.printTo(page);
        page.hanging("  recorded  ", "            ", first.difference().recorded());
        page.hanging("  live      ", "            ", first.difference().live());
        page.hanging(
                "  request   ",
                "            ",
                first.exact() ? "as recorded, with all that led to it" : "partly made up, or something that led to it");
        if (!first.before().isEmpty()) {
            page.line("  before it:");
            steps(first.before());
        }
        page.blank();
    }

    private void counts() {
        Counts counts = result.counts();
        List<String> sent = new ArrayList<>();
        sent.add(Words.count(counts.operations(), "operation") + " and " + Words.count(counts.forgets(), "FORGET")
                + " in the capture, " + counts.sent() + " sent");
        if (counts.synthesised() > 0) {
            sent.add(counts.synthesised() + " partly made up");
        }
        if (counts.added() > 0) {
            sent.add(counts.added() + " of the replay's own");
        }
        if (counts.forgetsClamped() > 0) {
            sent.add(Words.count(counts.forgetsClamped(), "FORGET") + " with another count");
        }
        if (counts.aliased() > 0) {
            sent.add(counts.aliased() + " for a number that the server had given to another file");
        }
        if (result.pending() > 0) {
            sent.add(result.pending() + " never answered, as in the capture");
        }
        page.hanging("replayed: ", "  ", String.join(", ", sent));
        result.skipped().forEach((why, count) -> page.hanging("not sent: ", "  ", count + ": " + why.words()));
        result.tolerated()
                .forEach((what, count) ->
                        page.hanging("tolerated: ", "  ", Words.count(count, "difference") + " in " + what.words()));
        result.notes().forEach(note -> page.hanging("note: ", "  ", note));
        if (result.speed().latenessP99Ns() != null) {
            page.hanging(
                    "pace: ",
                    "  ",
                    "1 % were late by " + Words.duration(result.speed().latenessP99Ns()) + " or more");
        }
        page.hanging(
                "from: ",
                "  ",
                Words.baseName(result.diagnosis().inputs().get(result.input()).path()) + " ("
                        + result.diagnosis()
                                .inputs()
                                .get(result.input())
                                .format()
                                .title() + ")");
    }
}
