// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * The life of one nodeid as a picture shows it: what the server counts, and who holds the nodeid from when to when.
 *
 * <p>Where the captures have times, all of them are nanoseconds on one clock, that of the first capture's side; where that is
 * coarse, a step at the time of the one before it is a nanosecond after that. Where there are none, or where the clock tells
 * too few of them apart, they are positions of steps in their order. Of a life of more steps than are kept, neighbours are drawn
 * together: none is lost, {@link Mark#times} tells how many stand there.
 *
 * @param nodeid unsigned
 * @param path as far as names were seen, safe to print; null if none
 * @param timed whether the times are times
 * @param tickNs how fine the captures' clock is, in nanoseconds; 0 if there is none
 * @param from time of the first step
 * @param to time of the last step
 * @param counts what the server counts, in the order of time; each holds until the next
 * @param lanesOmitted superblocks beyond those listed
 * @param dangling when some superblock held it although it was forgotten, as the diagnosis has it
 * @param leaked when no superblock held it although it was counted, if the diagnosis calls that a leak
 */
public record Timeline(
        long nodeid,
        @Nullable String path,
        boolean timed,
        long tickNs,
        long from,
        long to,
        List<Count> counts,
        List<Lane> lanes,
        long lanesOmitted,
        List<Mark> marks,
        List<Interval> dangling,
        List<Interval> leaked) {

    /** The server's count from a time on, null if it is not known. */
    public record Count(long at, @Nullable Long count) {
        /** What was counted at a time, 0 if that is not known. */
        public static long at(List<Count> counts, long time) {
            long counted = 0;
            for (Count change : counts) {
                if (change.at > time) {
                    break;
                }
                counted = change.count == null ? 0 : change.count;
            }
            return counted;
        }
    }

    /** A length of time, both ends included. */
    public record Interval(long from, long to) {}

    /**
     * One superblock.
     *
     * @param sDev null if unknown
     * @param holdings in the order of time
     */
    public record Lane(@Nullable Integer sDev, boolean submount, boolean root, List<Holding> holdings) {
        /** For people, such as "superblock 18". */
        public String name() {
            return sDev == null ? "a superblock" : "superblock " + sDev;
        }
    }

    /**
     * A time in which a superblock holds the nodeid.
     *
     * @param count lookups of its own, most of them at one time; 0 if it borrows or shares one, null if unknown
     * @param forgotten whether the server had forgotten what it holds
     * @param open whether it holds it yet at the end of the captures
     * @param times how many holdings stand here together
     */
    public record Holding(long from, long to, @Nullable Long count, boolean forgotten, boolean open, long times) {
        /** Whether it has lookups of its own. */
        public boolean isOwn() {
            return count != null && count > 0;
        }

        /** Whether it is known to have none. */
        public boolean isWithout() {
            return count != null && count == 0;
        }

        /** A part of it. */
        Holding part(long begin, long end, boolean isForgotten, boolean isOpen) {
            return new Holding(begin, end, count, isForgotten, isOpen, times);
        }
    }

    /**
     * A step.
     *
     * @param to of several steps together: when the last of them was
     * @param kernelSide whether the kernel shows it and not its server
     * @param lane index of the superblock, null if unknown
     * @param request opcode of the request that a use or a failure is of, for people; null of other steps
     * @param what for people, safe to print; of several steps, the first one's
     * @param cause why a FORGET was sent, null if no stack shows it
     * @param count what the server counts after it, null if unknown
     * @param failed of a use of what is forgotten: whether it was answered with an error
     * @param at where the first one stands in the captures
     * @param times how many steps stand here together
     */
    public record Mark(
            long from,
            long to,
            StepKind kind,
            boolean kernelSide,
            @Nullable Integer lane,
            @Nullable String request,
            String what,
            @Nullable ForgetCause cause,
            @Nullable Long count,
            boolean failed,
            Evidence at,
            long times) {
        /** The same at other times. */
        Mark moved(long begin, long end) {
            return new Mark(begin, end, kind, kernelSide, lane, request, what, cause, count, failed, at, times);
        }

        /** The same, told as another kind of step. */
        Mark as(StepKind other, String words) {
            return new Mark(from, to, other, kernelSide, lane, request, words, cause, count, failed, at, times);
        }
    }

    /** Whether some superblock holds it in such a way. */
    public boolean hasHolding(Predicate<Holding> which) {
        return lanes.stream().anyMatch(lane -> lane.holdings().stream().anyMatch(which));
    }

    /** When the captures do not tell what the server counts. */
    public List<Interval> unknown() {
        List<Interval> unknown = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).count == null) {
                long until = i + 1 < counts.size() ? counts.get(i + 1).at : to;
                unknown.add(new Interval(counts.get(i).at, until));
            }
        }
        return unknown;
    }

    /** Whether it goes by steps because the captures' clock is too coarse for it. */
    public boolean isTooFast() {
        return !timed && tickNs > 0;
    }

    /** Whether the captures name the nodeid at all. */
    public boolean isEmpty() {
        return marks.isEmpty();
    }

    /** The FORGET after which somebody still held the nodeid; where nobody did, the last FORGET; null if there is none. */
    public @Nullable Mark incident() {
        Mark last = null;
        for (Mark mark : marks) {
            if (mark.kind() == StepKind.FORGET) {
                if (!dangling.isEmpty() && mark.to() >= dangling.get(0).from()) {
                    return mark;
                }
                last = mark;
            }
        }
        return last;
    }
}
