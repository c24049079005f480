// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.function.Predicate;
import org.forgetmenot.report.Timeline;

/** What the signs and bars of a timeline mean: of those that it has. */
final class Legend {
    private final Timeline timeline;
    private final Html html;

    private Legend(Timeline timeline, Html html) {
        this.timeline = timeline;
        this.html = html;
    }

    static void write(Timeline timeline, Html html) {
        html.raw("<ul class=\"keys\">");
        TimelineSvg.signs(timeline).forEach(new Legend(timeline, html)::sign);
        Legend bars = new Legend(timeline, html);
        bars.bar(h -> !h.forgotten() && h.isOwn(), "solid bar: held with lookups of its own");
        bars.bar(h -> !h.forgotten() && h.isWithout(), "hatched: without (borrowed or shared)");
        bars.bar(Timeline.Holding::forgotten, "cross-hatched: forgotten, but still held");
        if (!timeline.unknown().isEmpty() || timeline.hasHolding(h -> h.count() == null)) {
            html.element("li", null, "grey: the captures do not tell how many lookups");
        }
        html.raw("</ul>");
    }

    private void sign(Marker marker) {
        html.raw("<li><svg viewBox=\"-11 -8 22 16\" aria-hidden=\"true\"><g");
        html.attribute("class", TimelineSvg.cssClass(marker)).raw("><path");
        html.attribute("d", marker.path()).raw("/></g></svg>");
        html.text(marker.title()).raw("</li>");
    }

    private void bar(Predicate<Timeline.Holding> which, String words) {
        if (timeline.hasHolding(which)) {
            html.element("li", null, words);
        }
    }
}
