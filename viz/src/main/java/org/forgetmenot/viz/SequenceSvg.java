// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/** The messages around an incident, from top to bottom: between those who use the nodeid, the kernel's superblocks and the server. */
final class SequenceSvg {
    private static final int WIDTH = 1080;
    private static final int TIME = 96;
    private static final int TOP = 44;
    private static final int ROW = 27;
    private static final int FIRST = 4;
    private static final int BEFORE = 5;
    private static final int AFTER = 16;
    /** Superblocks with a line of their own: more than these nobody can follow. */
    private static final int LANES_MAX = 6;

    private final Timeline timeline;
    private final Scale scale;
    private final Html html;
    private final String id;

    private SequenceSvg(Timeline timeline, String id, Html html) {
        this.timeline = timeline;
        this.id = id;
        this.html = html;
        scale = Scale.of(timeline);
    }

    /** Whether there is an incident, and not more superblocks than can be drawn. */
    static boolean canTell(Timeline timeline) {
        return !timeline.dangling().isEmpty()
                && timeline.incident() != null
                && timeline.lanes().size() <= LANES_MAX;
    }

    /** Writes what {@link #canTell} allows. */
    static void write(Timeline timeline, String id, Html html) {
        new SequenceSvg(timeline, id, html).write();
    }

    /** How the life began, what was just before the incident, and what came of it; null is a gap. */
    private List<Timeline.@Nullable Mark> told(Timeline.@Nullable Mark incident) {
        List<Timeline.Mark> all = timeline.marks().stream()
                .filter(m -> Captions.isShown(timeline, m) && isTold(m.kind()))
                .toList();
        int at = Math.max(0, all.indexOf(incident));
        List<Timeline.@Nullable Mark> told = new ArrayList<>(all.subList(0, Math.min(FIRST, at)));
        int from = Math.max(told.size(), at - BEFORE);
        if (from > told.size()) {
            told.add(null);
        }
        int to = Math.min(all.size(), at + 1 + AFTER);
        told.addAll(all.subList(from, to));
        if (to < all.size()) {
            told.add(null);
        }
        return told;
    }

    private static boolean isTold(StepKind kind) {
        return switch (kind) {
            case LOOKUP, ROOT, FORGET, USED, USED_FORGOTTEN, ERROR, ERROR_FORGOTTEN, UNMOUNTED -> true;
            case SUBMOUNT, EVICTED, TAKEN_BACK -> false;
        };
    }

    private void write() {
        Timeline.Mark incident = timeline.incident();
        List<Timeline.@Nullable Mark> told = told(incident);
        int height = TOP + ROW * told.size() + 20;
        html.raw("<svg class=\"sequence\" role=\"img\"").attribute("viewBox", "0 0 " + WIDTH + " " + height);
        html.attribute("aria-label", "Messages around the incident, also told in the table below")
                .raw(">");
        html.raw("<defs><marker").attribute("id", id + "-head").raw(" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\"");
        html.raw(" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path class=\"head\"");
        html.raw(" d=\"M0,0 L10,5 L0,10 Z\"/></marker></defs>");
        actors(height);
        int row = 0;
        for (Timeline.Mark mark : told) {
            message(mark, TOP + ROW * row + 22, mark != null && mark.equals(incident));
            row++;
        }
        html.raw("</svg>");
    }

    private int columns() {
        return timeline.lanes().size() + 2;
    }

    private double x(int column) {
        double room = WIDTH - TIME - 150.0;
        return TIME + 75 + room * column / (columns() - 1);
    }

    private void actors(int height) {
        for (int column = 0; column < columns(); column++) {
            String name = column == 0
                    ? "application"
                    : column == columns() - 1
                            ? "server"
                            : timeline.lanes().get(column - 1).name();
            html.raw("<text class=\"actor\" text-anchor=\"middle\"")
                    .attribute("x", x(column))
                    .attribute("y", 22);
            html.raw(">").text(name).raw("</text><line class=\"lifeline\"").attribute("x1", x(column));
            html.attribute("x2", x(column))
                    .attribute("y1", 30)
                    .attribute("y2", height - 8.0)
                    .raw("/>");
        }
    }

    private void message(Timeline.@Nullable Mark mark, int y, boolean isIncident) {
        if (mark == null) {
            html.raw("<text class=\"tick\"")
                    .attribute("x", 12)
                    .attribute("y", y)
                    .raw(">…</text>");
            return;
        }
        html.raw("<g")
                .attribute("class", isIncident ? "letgo" : mark.kind().isFailure() ? "bad" : "said")
                .raw(">");
        html.raw("<text class=\"tick\"")
                .attribute("x", 12)
                .attribute("y", y + 1.0)
                .raw(">");
        html.text(time(mark)).raw("</text>");
        int lane = mark.lane() == null ? 0 : mark.lane() + 1;
        int server = columns() - 1;
        switch (mark.kind()) {
            case LOOKUP -> arrow(server, lane, y, mark.what());
            case FORGET -> arrow(lane == 0 ? 0 : lane, server, y, Captions.forget(mark));
            case USED, USED_FORGOTTEN -> through(lane, arrow(0, server, y, said(mark)), y);
            case ERROR, ERROR_FORGOTTEN -> through(lane, arrow(server, 0, y, mark.what()), y);
            default -> note(lane, y, mark.kind() == StepKind.ROOT ? "mounted: the nodeid is its root" : "unmounted");
        }
        html.raw("<title>").text(mark.what()).raw("</title></g>");
    }

    private String time(Timeline.Mark mark) {
        if (!timeline.timed()) {
            long steps = mark.from() - scale.origin();
            return (steps < 0 ? "-" : "+") + Words.count(Math.abs(steps), "step");
        }
        return Words.delta(mark.from() - scale.origin());
    }

    private static String said(Timeline.Mark mark) {
        String who = Words.who(mark.at());
        return mark.request() + (who.isEmpty() ? "" : " from " + who);
    }

    private Html arrow(int fromColumn, int toColumn, int y, String words) {
        double begin = x(fromColumn);
        double end = x(toColumn);
        html.raw("<path class=\"message\"").attribute("marker-end", "url(#" + id + "-head)");
        html.attribute("d", "M" + Html.number(begin) + "," + y + " H" + Html.number(end))
                .raw("/>");
        html.raw("<text text-anchor=\"middle\"")
                .attribute("x", (begin + end) / 2)
                .attribute("y", y - 5.0)
                .raw(">");
        return html.text(words).raw("</text>");
    }

    /** The superblock that a request goes through. */
    private void through(int lane, Html arrow, int y) {
        if (lane > 0) {
            arrow.raw("<circle r=\"4\"")
                    .attribute("cx", x(lane))
                    .attribute("cy", y)
                    .raw("/>");
        }
    }

    private void note(int column, int y, String words) {
        html.raw("<text text-anchor=\"middle\"")
                .attribute("x", x(column))
                .attribute("y", y)
                .raw(">");
        html.text(words).raw("</text>");
    }
}
