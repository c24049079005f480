// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.detect.LookedUp;
import org.forgetmenot.detect.Used;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * A finding about a forgotten nodeid as a few lines of letters: who held it, when it was forgotten, what was done with it
 * afterwards. What was before the FORGET and what came after it have each their own scale, so that both can be seen.
 */
final class FindingTimeline {
    private static final int BEFORE = 26;
    private static final int AFTER = 28;
    private static final int LANES_MAX = 4;

    /** The letters that it is drawn with. */
    private record Letters(char lookedUp, char forget, char own, char none, char used, char refused, char count) {
        static final Letters ASCII = new Letters('L', 'F', '=', '-', 'o', 'x', '_');
        static final Letters UNICODE = new Letters('▲', '▼', '━', '╌', '○', '×', '─');
    }

    /** When one superblock held it; without a time it held it from before the capture on. */
    private record Lane(
            String name,
            @Nullable Long fromNs,
            boolean counted,
            boolean letsGo,
            @Nullable Integer sDev) {}

    private final Finding finding;
    private final Function<Evidence, @Nullable Long> clock;
    private final Letters letters;
    private final long forgetNs;
    private final long firstNs;
    private final long lastNs;

    private FindingTimeline(Finding finding, Function<Evidence, @Nullable Long> clock, Letters letters, long forgetNs) {
        this.finding = finding;
        this.clock = clock;
        this.letters = letters;
        this.forgetNs = forgetNs;
        firstNs = finding.lookedUp().stream()
                .map(l -> clock.apply(l.at()))
                .filter(Objects::nonNull)
                .reduce(forgetNs, Math::min);
        lastNs = finding.used().stream()
                .map(u -> clock.apply(u.at()))
                .filter(Objects::nonNull)
                .reduce(forgetNs, Math::max);
    }

    /**
     * The lines; none if the finding is of another sort, or the captures do not tell when it was.
     *
     * @param clock when a piece of evidence was, on one clock; null if that is unknown
     */
    static List<String> of(Finding finding, Function<Evidence, @Nullable Long> clock, boolean unicode) {
        List<Forgotten> forgotten = finding.forgotten();
        Long forgetNs = forgotten.isEmpty()
                ? null
                : clock.apply(forgotten.get(forgotten.size() - 1).at());
        if (!finding.code().isOfForgotten() || forgetNs == null) {
            return List.of();
        }
        return new FindingTimeline(finding, clock, unicode ? Letters.UNICODE : Letters.ASCII, forgetNs).lines();
    }

    private List<String> lines() {
        List<Lane> lanes = lanes();
        int width = "server's count".length();
        for (Lane lane : lanes) {
            width = Math.max(width, lane.name.length());
        }
        List<String> lines = new ArrayList<>();
        for (Lane lane : lanes) {
            lines.add(line(lane.name, width, draw(lane)));
        }
        lines.add(line("server's count", width, count()));
        lines.add(line("", width, axis()));
        return lines;
    }

    private static String line(String name, int width, char[] row) {
        return name + " ".repeat(width - name.length() + 2) + new String(row).stripTrailing();
    }

    private List<Lane> lanes() {
        Map<Integer, Lane> lanes = new LinkedHashMap<>();
        Integer forgetter =
                finding.forgotten().get(finding.forgotten().size() - 1).sDev();
        for (LookedUp lookedUp : finding.lookedUp()) {
            Integer sDev = lookedUp.sDev();
            if (sDev != null) {
                boolean holds = finding.heldBy().stream().anyMatch(h -> sDev.equals(h.sDev()));
                lanes.putIfAbsent(
                        sDev,
                        new Lane(
                                "superblock " + sDev,
                                clock.apply(lookedUp.at()),
                                !lookedUp.borrowed(),
                                !holds && sDev.equals(forgetter),
                                sDev));
            }
        }
        for (HeldBy held : finding.heldBy()) {
            Integer sDev = held.sDev();
            if (sDev != null) {
                lanes.putIfAbsent(sDev, new Lane("superblock " + sDev, null, false, false, sDev));
            }
        }
        List<Lane> drawn = new ArrayList<>(lanes.values());
        if (drawn.isEmpty()) {
            drawn.add(
                    new Lane("requests", forgetNs, false, false, null)); // a capture of the server shows no superblocks
        }
        return drawn.subList(0, Math.min(drawn.size(), LANES_MAX));
    }

    private static char[] blank() {
        return " ".repeat(BEFORE + 1 + AFTER).toCharArray();
    }

    private int column(long ns) {
        if (ns <= forgetNs) {
            return forgetNs == firstNs ? BEFORE : (int) (BEFORE * (double) (ns - firstNs) / (forgetNs - firstNs));
        }
        return BEFORE + 1 + (int) ((AFTER - 1) * (double) (ns - forgetNs) / (lastNs - forgetNs));
    }

    private char[] draw(Lane lane) {
        char[] row = blank();
        boolean holds =
                finding.heldBy().stream().anyMatch(h -> Objects.equals(h.sDev(), lane.sDev) && lane.sDev != null);
        int from = lane.fromNs == null ? 0 : column(lane.fromNs);
        int to = holds ? row.length : BEFORE;
        for (int i = from; i < to; i++) {
            row[i] = lane.counted ? letters.own : letters.none;
        }
        if (lane.fromNs != null && lane.sDev != null) {
            row[from] = lane.counted ? letters.lookedUp : letters.none;
        }
        if (lane.letsGo) {
            row[BEFORE] = letters.forget;
        }
        for (Used used : finding.used()) {
            Long ns = clock.apply(used.at());
            if (ns != null && ns >= forgetNs && (lane.sDev == null || lane.sDev.equals(used.sDev()))) {
                int column = column(ns);
                boolean refused = used.error() != null && used.error() < 0;
                row[column] = refused || row[column] == letters.refused ? letters.refused : letters.used;
            }
        }
        return row;
    }

    private char[] count() {
        char[] row = blank();
        for (int i = 0; i < BEFORE; i++) {
            row[i] = letters.count;
        }
        row[BEFORE] = '0';
        return row;
    }

    private char[] axis() {
        char[] row = blank();
        if (firstNs < forgetNs) {
            put(row, 0, Words.delta(firstNs - forgetNs));
        }
        put(row, BEFORE - 2, "FORGET");
        if (lastNs > forgetNs) {
            String last = Words.delta(lastNs - forgetNs)
                    + (finding.uses() > finding.used().size() ? " ..." : "");
            put(row, row.length - last.length(), last);
        }
        return row;
    }

    private static void put(char[] row, int at, String words) {
        words.getChars(0, words.length(), row, at);
    }

    /** What the letters mean, in one line. */
    static String legend(boolean unicode) {
        Letters l = unicode ? Letters.UNICODE : Letters.ASCII;
        return "(" + l.lookedUp + " looked up  " + l.forget + " FORGET  " + l.own + " own lookup  " + l.none
                + " none of its own  " + l.refused + " refused  " + l.used + " used)";
    }
}
