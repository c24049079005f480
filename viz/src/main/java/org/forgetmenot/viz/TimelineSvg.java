// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as SVG inside a page. Whatever has a place in time says so in {@code data-} attributes, so that the page's script
 * moves it when somebody zooms; without a script it is a picture all the same. Colours are the page's.
 */
final class TimelineSvg {
    static final int WIDTH = 1080;
    private static final int LEFT = 190;
    private static final int RIGHT = 24;
    private static final int TOP = 26;
    private static final int COUNTS = 150;
    private static final int GAP = 26;
    private static final int LANE = 52;
    private static final int BAR = 22;
    private static final int AXIS = 30;
    /** On both sides, so that a sign at the end is whole. */
    private static final int MARGIN = 14;
    /** What is farther out of the frame than this is not drawn: browsers give up on lengths of millions of pixels. */
    private static final int BEYOND = 50;
    /** Ticks of the clock, or steps, that are seen at the deepest zoom. */
    private static final int DEPTH = 4;

    private static final int NANO = 9;
    private static final double NS_PER_SECOND = 1e9;
    /** Signs in one picture; of more, neighbours are drawn as one. */
    private static final int MARKS_MAX = 2000;

    private static final int SLICES = 500;

    /** Signs that are drawn as one. */
    private record Group(Marker marker, int row, long slice) {}

    private final Timeline timeline;
    private final Diagnosis diagnosis;
    private final Scale scale;
    private final double from;
    private final double to;
    /** The shortest length of time that can be looked at. */
    private final double depth;

    private final int rows;
    private final long highest;
    private final String id;
    private final Html html;

    private TimelineSvg(Timeline timeline, Diagnosis diagnosis, String id, Html html) {
        this.timeline = timeline;
        this.diagnosis = diagnosis;
        this.id = id;
        this.html = html;
        scale = Scale.of(timeline);
        Window window = Window.around(timeline);
        depth = DEPTH * (timeline.timed() ? Math.max(1, timeline.tickNs()) / NS_PER_SECOND : 1);
        double begin = scale.x(window.from());
        double end = scale.x(window.to());
        double lacking = Math.max(0, depth - (end - begin)) / 2;
        double margin = (end - begin + 2 * lacking) * MARGIN / (WIDTH - LEFT - RIGHT - 2.0 * MARGIN) + lacking;
        from = begin - margin;
        to = end + margin;
        rows = Math.max(1, timeline.lanes().size());
        highest = timeline.counts().stream()
                .mapToLong(c -> c.count() == null ? 0 : c.count())
                .reduce(1, Math::max);
    }

    /**
     * Writes it.
     *
     * @param id unique in the page
     */
    static void write(Timeline timeline, Diagnosis diagnosis, String id, Html html) {
        new TimelineSvg(timeline, diagnosis, id, html).write();
    }

    private int bottom() {
        return TOP + COUNTS + GAP + LANE * rows;
    }

    private double x(double seconds) {
        return LEFT + (seconds - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    }

    /** The same, but not far out of the frame. */
    private double near(double seconds) {
        return Math.max(LEFT - BEYOND, Math.min(WIDTH - RIGHT + BEYOND, x(seconds)));
    }

    private boolean isSeen(double begin, double end) {
        return end >= from && begin <= to;
    }

    private static String time(double seconds) {
        return Html.number(seconds, NANO);
    }

    private void write() {
        int height = bottom() + AXIS + 18;
        html.raw("<svg class=\"timeline\" tabindex=\"0\" role=\"img\"");
        html.attribute("aria-labelledby", id + "-title " + id + "-desc").attribute("id", id);
        html.attribute("viewBox", "0 0 " + WIDTH + " " + height);
        html.attribute("data-from", time(from)).attribute("data-to", time(to));
        html.attribute("data-first", time(scale.x(timeline.from())))
                .attribute("data-last", time(scale.x(timeline.to())));
        html.attribute("data-depth", time(depth));
        html.attribute("data-left", LEFT).attribute("data-right", WIDTH - RIGHT);
        html.attribute("data-unit", timeline.timed() ? "s" : "");
        html.raw(">");
        Finding finding = Captions.finding(timeline, diagnosis);
        html.raw("<title")
                .attribute("id", id + "-title")
                .raw(">")
                .text(Captions.title(timeline, finding))
                .raw("</title>");
        html.raw("<desc").attribute("id", id + "-desc").raw(">");
        html.text(Captions.subtitle(timeline, finding)).raw("</desc>");
        definitions();
        frames();
        html.raw("<g").attribute("clip-path", "url(#" + id + "-clip)").raw(">");
        timeline.unknown().forEach(this::unknown);
        timeline.dangling()
                .forEach(i ->
                        shaded("dangling", i, Captions.dangling(timeline, i).get(0)));
        timeline.leaked()
                .forEach(i -> shaded("leaked", i, Captions.leaked(timeline, i).get(0)));
        counts();
        lanes();
        marks();
        html.raw("<line class=\"cursor\" y1=\"" + TOP + "\" y2=\"" + bottom() + "\" visibility=\"hidden\"/></g>");
        axis();
        html.raw("</svg>");
    }

    private void definitions() {
        html.raw("<defs><clipPath").attribute("id", id + "-clip").raw("><rect");
        html.attribute("x", LEFT).attribute("y", 0).attribute("width", WIDTH - LEFT - RIGHT);
        html.attribute("height", bottom()).raw("/></clipPath>");
        pattern("none", false);
        pattern("forgotten", true);
        html.raw("</defs>");
    }

    private void pattern(String name, boolean crossed) {
        html.raw("<pattern").attribute("id", id + "-" + name);
        html.raw(
                " width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect class=\"paper\" width=\"8\" height=\"8\"/>");
        html.raw("<path class=\"stripes " + name + "\" d=\"M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6");
        html.raw(crossed ? " M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2\"/></pattern>" : "\"/></pattern>");
    }

    private void frames() {
        box("frame", TOP, COUNTS);
        box("frame", TOP + COUNTS + GAP, LANE * rows);
        long step = Math.max(1, (long) Math.ceil(highest / 4.0));
        for (long count = 0; count <= highest; count += step) {
            html.raw("<text class=\"tick\" text-anchor=\"end\"").attribute("x", LEFT - 8.0);
            html.attribute("y", y(count) + 4).raw(">" + count + "</text>");
            html.raw("<line class=\"grid\"").attribute("x1", LEFT).attribute("x2", WIDTH - RIGHT);
            html.attribute("y1", y(count)).attribute("y2", y(count)).raw("/>");
        }
        html.raw("<text class=\"label\" text-anchor=\"end\"").attribute("x", LEFT - 34.0);
        html.attribute("y", TOP + COUNTS / 2.0).raw(">server's count</text>");
        for (int i = 0; i < rows; i++) {
            html.raw("<text class=\"label\" text-anchor=\"end\"").attribute("x", LEFT - 10.0);
            html.attribute("y", middle(i) + 4).raw(">");
            html.text(timeline.lanes().isEmpty() ? "requests" : Captions.superblock(timeline, i))
                    .raw("</text>");
            if (!timeline.lanes().isEmpty() && timeline.lanes().get(i).submount()) {
                html.raw("<text class=\"tick\" text-anchor=\"end\"").attribute("x", LEFT - 10.0);
                html.attribute("y", middle(i) + 20).raw(">submount</text>");
            }
        }
    }

    private void box(String cssClass, double y, double height) {
        html.raw("<rect").attribute("class", cssClass).attribute("x", LEFT).attribute("y", y);
        html.attribute("width", WIDTH - LEFT - RIGHT)
                .attribute("height", height)
                .raw("/>");
    }

    private double y(long count) {
        return TOP + COUNTS - (double) count / highest * (COUNTS - 34);
    }

    private double middle(int row) {
        return TOP + COUNTS + GAP + LANE * row + 21;
    }

    private void shaded(String cssClass, Timeline.Interval interval, String words) {
        double begin = scale.x(interval.from());
        double end = scale.x(interval.to());
        html.raw("<g").attribute("class", "shaded " + cssClass).raw("><rect");
        html.attribute("y", TOP).attribute("height", bottom() - TOP);
        place(begin, end).raw("/><text text-anchor=\"middle\"");
        html.attribute("x", (near(begin) + near(end)) / 2).attribute("y", TOP - 8);
        html.raw(isSeen(begin, end) ? ">" : " visibility=\"hidden\">")
                .text(words)
                .raw("</text></g>");
    }

    /** Where nobody knows the count there is no line. */
    private void unknown(Timeline.Interval interval) {
        html.raw("<rect class=\"unknown\"").attribute("y", TOP).attribute("height", COUNTS);
        place(scale.x(interval.from()), scale.x(interval.to()))
                .raw("><title>the captures do not tell what the server counts</title></rect>");
    }

    /** The attributes of a rectangle that has a length of time. */
    private Html place(double begin, double end) {
        html.attribute("data-from", time(begin)).attribute("data-to", time(end));
        return html.attribute("x", near(begin)).attribute("width", Math.max(1, near(end) - near(begin)));
    }

    private void counts() {
        List<String> points = new ArrayList<>();
        for (Timeline.Count count : timeline.counts()) {
            points.add(time(scale.x(count.at())) + ","
                    + (count.count() == null ? "" : Html.number(y(Math.max(0, count.count())))));
        }
        html.raw("<path class=\"count\" fill=\"none\"").attribute("data-points", String.join(" ", points));
        html.attribute("data-end", time(scale.x(timeline.to())))
                .attribute("d", steps())
                .raw("/>");
    }

    private String steps() {
        StringBuilder path = new StringBuilder();
        Double before = null;
        for (Timeline.Count count : timeline.counts()) {
            Double y = count.count() == null ? null : (Double) y(Math.max(0, count.count()));
            String at = Html.number(near(scale.x(count.at())));
            if (before != null) {
                path.append("H").append(at);
            }
            if (y != null) {
                path.append(before == null ? "M" + at + "," : "V").append(Html.number(y));
            }
            before = y;
        }
        return before == null ? path.toString() : path + "H" + Html.number(near(scale.x(timeline.to())));
    }

    private void lanes() {
        for (int i = 0; i < timeline.lanes().size(); i++) {
            for (Timeline.Holding holding : timeline.lanes().get(i).holdings()) {
                String state = state(holding);
                html.raw("<rect").attribute("class", "holding " + state);
                html.attribute("y", middle(i) - BAR / 2.0).attribute("height", BAR);
                if (holding.forgotten() || holding.isWithout()) {
                    html.attribute("fill", "url(#" + id + "-" + state + ")");
                }
                place(scale.x(holding.from()), scale.x(holding.to())).raw("><title>");
                html.text(words(i, holding)).raw("</title></rect>");
            }
        }
    }

    private static String state(Timeline.Holding holding) {
        if (holding.forgotten()) {
            return "forgotten";
        }
        return holding.isOwn() ? "own" : holding.isWithout() ? "none" : "unknown";
    }

    private String words(int lane, Timeline.Holding holding) {
        return Captions.superblock(timeline, lane) + words(holding) + ", from " + moment(holding.from()) + " to "
                + moment(holding.to());
    }

    private static String words(Timeline.Holding holding) {
        if (holding.forgotten()) {
            return " still holds it, but the server has forgotten it";
        }
        Long count = holding.count();
        if (count == null) {
            return " holds it; with how many lookups is not known";
        }
        return count == 0
                ? " holds it without a lookup of its own"
                : " holds it with " + Words.count(count, "lookup") + " of its own";
    }

    private String moment(long at) {
        return time(scale.x(at)) + (timeline.timed() ? " s" : "");
    }

    /** When a step was: where the axis goes by steps, what the clock says, too. */
    private String moment(Timeline.Mark mark) {
        String clock = timeline.timed() ? "" : Words.time(mark.at().timeNs());
        return (timeline.timed() ? "at " : "step ") + moment(mark.from()) + (clock.isEmpty() ? "" : " (" + clock + ")");
    }

    /** The signs that are drawn of a timeline, in their own order. */
    static Set<Marker> signs(Timeline timeline) {
        return timeline.marks().stream()
                .filter(mark -> Lanes.row(timeline, mark) != null)
                .map(Marker::of)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Marker.class)));
    }

    static String cssClass(Marker marker) {
        return "mark " + marker.name().toLowerCase(Locale.ROOT);
    }

    private void marks() {
        Map<Group, List<Timeline.Mark>> groups = new HashMap<>();
        List<Group> order = new ArrayList<>();
        long slice = timeline.marks().size() <= MARKS_MAX ? 1 : Math.max(1, (timeline.to() - timeline.from()) / SLICES);
        for (Timeline.Mark mark : timeline.marks()) {
            Marker marker = Marker.of(mark);
            Integer row = Lanes.row(timeline, mark);
            if (marker == null || row == null) {
                continue;
            }
            Group group = new Group(marker, row, slice == 1 ? order.size() : mark.from() / slice);
            List<Timeline.Mark> together = groups.computeIfAbsent(group, g -> new ArrayList<>());
            if (together.isEmpty()) {
                order.add(group);
            }
            together.add(mark);
        }
        order.forEach(group -> mark(group, groups.get(group)));
    }

    private void mark(Group group, @Nullable List<Timeline.Mark> marks) {
        if (marks == null) {
            return;
        }
        Timeline.Mark first = marks.get(0);
        long times = marks.stream().mapToLong(Timeline.Mark::times).sum();
        double at = scale.x(first.from());
        boolean below = group.marker.isOfRequest();
        double y = middle(group.row) + (below ? 20 : 0);
        html.raw("<g").attribute("class", cssClass(group.marker));
        html.attribute("data-at", time(at)).attribute("data-y", Html.number(y));
        html.attribute("transform", "translate(" + Html.number(near(at)) + " " + Html.number(y) + ")")
                .raw("><path");
        html.attribute("d", group.marker.path()).raw("/><title>");
        String who = Words.who(first.at());
        html.text(first.what() + (who.isEmpty() ? "" : " (" + who + ")") + ", " + moment(first) + ", "
                + Words.where(first.at(), diagnosis.inputs()) + (times > 1 ? ", and " + (times - 1) + " more" : ""));
        html.raw("</title></g>");
    }

    private void axis() {
        html.raw("<g class=\"axis\"").attribute("data-y", bottom()).raw(">");
        double step = Ticks.step(from, to, WIDTH - LEFT - RIGHT, !timeline.timed());
        for (double n = Math.ceil(from / step); n * step <= to; n++) {
            double x = x(n * step);
            html.raw("<line class=\"notch\"").attribute("x1", x).attribute("x2", x);
            html.attribute("y1", bottom()).attribute("y2", bottom() + 5.0).raw("/>");
            if (x + Ticks.width(n * step, step) / 2.0 <= WIDTH) {
                html.raw("<text class=\"tick\" text-anchor=\"middle\"").attribute("x", x);
                html.attribute("y", bottom() + 18.0).raw(">" + Ticks.label(n * step, step) + "</text>");
            }
        }
        html.raw("</g><text class=\"label\" text-anchor=\"middle\"");
        html.attribute("x", (LEFT + WIDTH - RIGHT) / 2.0)
                .attribute("y", bottom() + AXIS + 8.0)
                .raw(">");
        html.text(scale.title()).raw("</text>");
    }
}
