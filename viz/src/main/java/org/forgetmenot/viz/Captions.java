// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Used;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Safe;
import org.forgetmenot.report.Timeline;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/** The words of pictures: whoever sees one without this program must understand it. */
final class Captions {
    /** Letters of a path in a title; the middle of longer ones is left out. */
    private static final int PATH_MAX = 48;
    /** FUSE_ROOT_ID of linux/fuse.h. */
    private static final long ROOT = 1;

    private Captions() {}

    /** The worst that the diagnosis says of the nodeid, null if it says nothing bad. */
    static @Nullable Finding finding(Timeline timeline, Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(f -> f.isWrongOf(timeline.nodeid()))
                .findFirst()
                .orElse(null);
    }

    static String nodeid(long nodeid, @Nullable String path) {
        return "nodeid " + Long.toUnsignedString(nodeid) + (path == null ? "" : " (" + shortened(path) + ")");
    }

    static String shortened(String path) {
        return shortened(Safe.line(path), PATH_MAX);
    }

    /** The words without their middle, for the end tells as much as the beginning. */
    static String shortened(String words, int room) {
        if (words.length() <= room) {
            return words;
        }
        int tail = room / 2;
        return words.substring(0, room - tail - 1) + "…" + words.substring(words.length() - tail);
    }

    static String title(Timeline timeline, @Nullable Finding finding) {
        String nodeid = nodeid(timeline.nodeid(), timeline.path());
        if (finding == null) {
            return nodeid + ": nothing wrong was found";
        }
        String title = finding.code().of(nodeid);
        return title.contains(nodeid) ? title : nodeid + ": " + title;
    }

    /** Who let go, who held on, and what came of it. */
    static String subtitle(Timeline timeline, @Nullable Finding finding) {
        if (!timeline.leaked().isEmpty()) {
            return "The kernel let its inode go without a FORGET, so the server counts it for good: see what is shaded.";
        }
        Timeline.Mark incident = timeline.incident();
        if (incident == null) {
            return "No FORGET of it was seen.";
        }
        String by = incident.lane() == null
                ? ""
                : timeline.lanes().get(incident.lane()).name();
        String cause = incident.cause() == null ? "" : " (" + incident.cause().sentence() + ")";
        if (timeline.dangling().isEmpty() || finding == null) {
            return (by.isEmpty() ? "The last FORGET of it was seen" : upper(by) + " gave it back last") + cause + ".";
        }
        String holders = timeline.lanes().stream()
                .filter(lane -> lane.holdings().stream().anyMatch(Timeline.Holding::forgotten))
                .map(Timeline.Lane::name)
                .distinct()
                .collect(Collectors.joining(" and "));
        if (holders.isEmpty()) {
            return "After the FORGET" + cause + " " + used(finding) + ".";
        }
        return (by.isEmpty() ? "It was given back" : upper(by) + " gave it back") + cause + ", but " + holders
                + " still held it. " + upper(used(finding)) + ".";
    }

    private static String used(Finding finding) {
        if (finding.uses() == 0) {
            return "it was not used again: the next use will fail";
        }
        return "it was used " + times(finding.uses()) + " more, and "
                + (finding.failedUses() == finding.uses()
                        ? (finding.uses() == 1 ? "the server refused it" : "the server refused it every time")
                        : finding.failedUses() + " of these were answered with an error");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String upper(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The name of a superblock; its number is used again by later ones. */
    static String superblock(Timeline timeline, int index) {
        Timeline.Lane lane = timeline.lanes().get(index);
        boolean isLater = timeline.lanes().subList(0, index).stream()
                .anyMatch(other -> other.sDev() != null && other.sDev().equals(lane.sDev()));
        return lane.name() + (isLater ? ", used again" : "");
    }

    /** The same, and what it is. */
    static String lane(Timeline timeline, int index) {
        Timeline.Lane lane = timeline.lanes().get(index);
        return superblock(timeline, index)
                + (lane.submount() ? lane.root() ? " (submount, its root)" : " (submount)" : "");
    }

    static String forget(Timeline.Mark forget) {
        ForgetCause cause = forget.cause();
        return "FORGET" + (cause == null ? "" : ", " + cause.id());
    }

    /** What an interval is in which somebody held what was forgotten, the longest words first. */
    static List<String> dangling(Timeline timeline, Timeline.Interval interval) {
        long failed = timeline.marks().stream()
                .filter(m -> m.kind() == StepKind.ERROR_FORGOTTEN && isShown(timeline, m))
                .filter(m -> m.to() >= interval.from() && m.from() <= interval.to())
                .mapToLong(Timeline.Mark::times)
                .sum();
        String dangling = "dangling" + length(timeline, interval);
        return failed == 0
                ? List.of(dangling, "dangling")
                : List.of(dangling + ", " + Words.count(failed, "failure"), dangling, "dangling");
    }

    /** What an interval is in which nobody held what was counted, the longest words first. */
    static List<String> leaked(Timeline timeline, Timeline.Interval interval) {
        return List.of("counted, but held by nobody" + length(timeline, interval), "held by nobody");
    }

    private static String length(Timeline timeline, Timeline.Interval interval) {
        return timeline.timed() ? " for " + Words.duration(interval.to() - interval.from()) : "";
    }

    /** That the server handed a nodeid out again while somebody still held it, the longest words first. */
    static List<String> handedOutAgain(@Nullable Finding finding) {
        boolean isAnother = finding != null && finding.used().stream().anyMatch(Used::aliased);
        return isAnother
                ? List.of("handed out again, for another file", "handed out again")
                : List.of("handed out again");
    }

    /** Of two views of one run, the kernel's: else each step would count twice. */
    static boolean isShown(Timeline timeline, Timeline.Mark mark) {
        return mark.kernelSide() || timeline.lanes().isEmpty();
    }

    /** The steps that tell most, in their order: of too many, what is not an ordinary use comes first. */
    static List<Timeline.Mark> telling(List<Timeline.Mark> marks, int max) {
        if (marks.size() <= max) {
            return marks;
        }
        Set<Timeline.Mark> told = Collections.newSetFromMap(new IdentityHashMap<>());
        marks.stream()
                .filter(m -> m.kind() != StepKind.USED && m.kind() != StepKind.ERROR)
                .limit(max)
                .forEach(told::add);
        marks.stream().limit(max - told.size()).forEach(told::add);
        return marks.stream().filter(told::contains).toList();
    }

    /** How to read it, and what it rests on. */
    static String lifecycle(Timeline timeline, Diagnosis diagnosis, Window window) {
        StringBuilder words = new StringBuilder();
        if (timeline.nodeid() == ROOT) {
            words.append("The root is not counted: it lives as long as the connection. ");
        } else {
            words.append("Above: the lookups that the server counts for the nodeid; at 0 it lets go of it. ");
            if (timeline.counts().stream().anyMatch(c -> c.count() == null)) {
                words.append("Grey: the captures do not tell the count. ");
            }
        }
        words.append(
                timeline.lanes().isEmpty()
                        ? "Below: requests that name it; the capture shows no superblocks. "
                        : "Below: which superblock of the kernel holds it, from when to when. ");
        if (!timeline.dangling().isEmpty()) {
            words.append("Shaded: the server has forgotten what is still ")
                    .append(timeline.lanes().isEmpty() ? "used. " : "held. ");
        }
        if (!timeline.leaked().isEmpty()) {
            words.append("Shaded: the server counts what no superblock holds. ");
        }
        if (timeline.isTooFast()) {
            words.append("The captures' clock tells times to ")
                    .append(DurationFormat.words((double) timeline.tickNs()))
                    .append(" only, too coarse for this: steps are drawn in their order. ");
        }
        if (timeline.lanesOmitted() > 0) {
            words.append(timeline.lanesOmitted()).append(" more superblocks are not drawn. ");
        }
        if (window.from() > timeline.from() || window.to() < timeline.to()) {
            words.append("The nodeid's life is longer than what is drawn. ");
        }
        if (timeline.marks().stream().anyMatch(m -> m.times() > 1)) {
            words.append("Where steps are dense, one sign stands for several. ");
        }
        return words.append(sources(diagnosis)).toString();
    }

    static String sources(Diagnosis diagnosis) {
        List<Diagnosis.Input> inputs = diagnosis.inputs();
        return "From "
                + inputs.stream().map(i -> Safe.line(Words.baseName(i.path()))).collect(Collectors.joining(" and "))
                + ", by forgetmenot.";
    }
}
