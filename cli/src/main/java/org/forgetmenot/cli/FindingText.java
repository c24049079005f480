// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.detect.KnownBug;
import org.forgetmenot.detect.LookedUp;
import org.forgetmenot.detect.Seen;
import org.forgetmenot.detect.Used;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** One finding as text: what it is, why it is believed, and where to look. */
final class FindingText {
    private static final int INDENT = 3;
    private static final int LOOKUPS_MAX = 3;
    private static final int FORGETS_MAX = 3;
    private static final int SEEN_MAX = 4;
    private static final int USES_MAX = 4;

    private final Diagnosis diagnosis;
    private final Page page;
    private final boolean unicode;

    FindingText(Diagnosis diagnosis, Page page, boolean unicode) {
        this.diagnosis = diagnosis;
        this.page = page;
        this.unicode = unicode;
    }

    /** The whole finding. */
    void print(int number, Finding finding) {
        title(number, finding);
        page.paragraph(INDENT, subject(finding));
        page.blank().paragraph(INDENT, finding.explanation()).blank();
        Table table = new Table(INDENT + 1);
        lookedUp(table, finding);
        forgotten(table, finding);
        seen(table, finding);
        used(table, finding);
        table.printTo(page);
        heldBy(finding);
        KnownBug bug = finding.knownBug();
        if (bug != null) {
            page.hanging("   known bug: ", "     ", bug.title());
            page.hanging("     fixed by ", "       ", bug.fixedBy());
            page.hanging("     affected: ", "       ", bug.affected());
        }
        timeline(finding);
    }

    private void timeline(Finding finding) {
        List<String> lines = FindingTimeline.of(finding, this::onFirstClock, unicode);
        if (!lines.isEmpty()) {
            page.blank();
            lines.forEach(line -> page.line(" ".repeat(INDENT) + line));
            page.line(" ".repeat(INDENT) + FindingTimeline.legend(unicode));
        }
    }

    /** The finding in two lines, for when there are many. */
    void printShort(int number, Finding finding) {
        title(number, finding);
        String uses = finding.uses() == 0 ? "" : ", used " + times(finding.uses()) + ", " + failed(finding);
        page.paragraph(INDENT, subject(finding) + uses);
    }

    private void title(int number, Finding finding) {
        Style colour = switch (finding.severity()) {
            case ERROR -> Style.fg_red;
            case WARNING -> Style.fg_yellow;
            case INFO -> Style.fg_cyan;
        };
        String first = number + ". ";
        String severity = Words.severity(finding.severity());
        page.styled(first, " ".repeat(INDENT), severity + ": " + finding.code().title(), Style.bold, colour);
    }

    private static String subject(Finding finding) {
        List<String> parts = new ArrayList<>();
        if (finding.nodeid() != null) {
            parts.add("nodeid " + Long.toUnsignedString(finding.nodeid()));
        }
        if (finding.path() != null) {
            parts.add("path " + finding.path());
        }
        if (finding.generation() != null && finding.generation() != 0) {
            parts.add("generation " + Long.toUnsignedString(finding.generation()));
        }
        if (finding.connection() != null && finding.connection() > 1) {
            parts.add("connection " + finding.connection());
        }
        parts.add(finding.code().id());
        parts.add(JsonParts.id(finding.confidence()));
        parts.add("blame: " + JsonParts.id(finding.blame()));
        return String.join(", ", parts);
    }

    private void lookedUp(Table table, Finding finding) {
        List<LookedUp> all = finding.lookedUp();
        if (all.isEmpty()) {
            return;
        }
        table.note(INDENT, "looked up:");
        for (LookedUp lookedUp : all.subList(0, Math.min(all.size(), LOOKUPS_MAX))) {
            row(table, lookedUp.at(), lookedUp.how() + superblock(lookedUp.sDev()));
        }
        more(table, all.size() - LOOKUPS_MAX, "more");
    }

    private void forgotten(Table table, Finding finding) {
        List<Forgotten> all = finding.forgotten();
        if (all.isEmpty()) {
            return;
        }
        List<Forgotten> last = all.subList(Math.max(0, all.size() - FORGETS_MAX), all.size());
        Forgotten fatal = all.get(all.size() - 1);
        table.note(
                INDENT,
                fatal.cause() == null
                        ? "forgotten:"
                        : "forgotten by " + fatal.cause().sentence() + ":");
        more(table, all.size() - last.size(), "earlier");
        for (Forgotten forgotten : last) {
            String nlookup =
                    forgotten.nlookup() == null ? " (nlookup unknown)" : " nlookup " + unsigned(forgotten.nlookup());
            row(table, forgotten.at(), "FORGET" + nlookup + superblock(forgotten.sDev()));
        }
        String stack = StackText.shortened(fatal.stack(), Page.WIDTH - INDENT - 3 - "stack: ".length());
        if (!stack.isEmpty()) {
            table.note(INDENT + 1, "stack: " + stack);
        }
    }

    private void seen(Table table, Finding finding) {
        List<Seen> all = finding.seen();
        if (all.isEmpty()) {
            return;
        }
        table.note(INDENT, "seen:");
        for (Seen seen : all.subList(0, Math.min(all.size(), SEEN_MAX))) {
            row(table, seen.at(), seen.what());
        }
        more(table, all.size() - SEEN_MAX, "more");
    }

    private void used(Table table, Finding finding) {
        if (finding.uses() == 0 && finding.used().isEmpty()) {
            if (finding.latent()) {
                table.note(INDENT, "not used again in this capture: the next use will fail");
            }
            return;
        }
        List<Used> first = telling(finding.used());
        boolean oneSuperblock =
                finding.used().stream().map(Used::sDev).distinct().count() == 1;
        String by = oneSuperblock && first.get(0).sDev() != null
                ? " by superblock " + first.get(0).sDev()
                : "";
        table.note(INDENT, "used " + times(finding.uses()) + by + ", " + failed(finding) + ":");
        int opcodeWidth = first.stream()
                .mapToInt(u -> Words.opcode(u.opcode()).length())
                .max()
                .orElse(0);
        int answerWidth = first.stream().mapToInt(u -> answer(u).length()).max().orElse(0);
        for (Used used : first) {
            Long sinceNs = sinceForget(finding, used.at());
            String what = pad(Words.opcode(used.opcode()), opcodeWidth) + " " + pad(answer(used), answerWidth)
                    + (sinceNs == null ? "" : "  " + Words.delta(sinceNs))
                    + (oneSuperblock ? "" : superblock(used.sDev()));
            row(table, used.at(), what);
        }
        more(table, finding.uses() - first.size(), "more");
    }

    /** The first use of each kind (opcode and answer), then the earliest others, in the order of the capture. */
    private static List<Used> telling(List<Used> all) {
        record Kind(int opcode, @Nullable Integer error, boolean aliased) {}
        Set<Kind> kinds = new HashSet<>();
        List<Used> order = new ArrayList<>();
        List<Used> others = new ArrayList<>();
        for (Used used : all) {
            (kinds.add(new Kind(used.opcode(), used.error(), used.aliased())) ? order : others).add(used);
        }
        order.addAll(others);
        Set<Used> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
        chosen.addAll(order.subList(0, Math.min(order.size(), USES_MAX)));
        return all.stream().filter(chosen::contains).toList();
    }

    private static String failed(Finding finding) {
        if (finding.failedUses() == finding.uses()) {
            return finding.uses() == 1 ? "answered with an error" : "always answered with an error";
        }
        return finding.failedUses() + " of them answered with an error";
    }

    private void heldBy(Finding finding) {
        if (finding.heldBy().isEmpty()) {
            return;
        }
        page.hanging(
                "   held by: ",
                "     ",
                finding.heldBy().stream().map(FindingText::holder).collect(Collectors.joining("; ")));
    }

    private static String holder(HeldBy heldBy) {
        return "superblock " + (heldBy.sDev() == null ? "of unknown number" : heldBy.sDev())
                + (heldBy.submount() ? ", a submount" : "")
                + (heldBy.root() ? (heldBy.submount() ? " with this nodeid as its root" : ", as its root") : "");
    }

    /** How long after the last FORGET before it, on one clock; null if the clocks cannot be compared. */
    private @Nullable Long sinceForget(Finding finding, Evidence use) {
        Long useNs = onFirstClock(use);
        if (useNs == null) {
            return null;
        }
        return finding.forgotten().stream()
                .map(f -> onFirstClock(f.at()))
                .filter(Objects::nonNull)
                .reduce((a, b) -> b <= useNs ? b : a)
                .map(forgetNs -> useNs - forgetNs)
                .orElse(null);
    }

    private @Nullable Long onFirstClock(Evidence at) {
        if (at.timeNs() == null || at.input() == 0) {
            return at.timeNs();
        }
        Diagnosis.Alignment alignment = diagnosis.alignment();
        return alignment == null ? null : (Long) (at.timeNs() + alignment.offsetNs());
    }

    private void row(Table table, Evidence at, String what) {
        table.row(Words.where(at, diagnosis.inputs()), Words.time(at.timeNs()), Words.who(at), what);
    }

    private static void more(Table table, long count, String word) {
        if (count > 0) {
            table.note(INDENT + 1, "... and " + count + " " + word);
        }
    }

    private static String answer(Used used) {
        return Words.answer(used.error()) + (used.aliased() ? ", of another file" : "");
    }

    private static String superblock(@Nullable Integer sDev) {
        return sDev == null ? "" : ", superblock " + sDev;
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
