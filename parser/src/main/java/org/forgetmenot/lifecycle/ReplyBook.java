// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.forgetmenot.event.Event;
import org.forgetmenot.wire.Opcode;

/**
 * What becomes of each {@code unique}: every request but FORGET, BATCH_FORGET, INTERRUPT and NOTIFY_REPLY gets one reply,
 * those get none (include/uapi/linux/fuse.h; fuse_dev_do_write refuses any other with ENOENT).
 */
public final class ReplyBook {
    /** Uniques that are remembered after their reply, a power of two; a second reply comes soon or never. */
    private static final int RECENT = 4096;
    /** Resent requests that are remembered: they may be answered twice. */
    private static final int RESENT_MAX = 4096;

    private static final int KEPT_MAX = 100;
    /** A request without a reply hangs if so many later ones were answered, in at least so much time. */
    private static final long HANG_REPLIES = 1000;

    private static final long HANG_NS = 60_000_000_000L;
    private static final long[] NONE = {};

    /** A request that got no reply. */
    public record Unanswered(Sighting request, boolean untilDestroy, long laterReplies) {}

    private final Kept<Sighting> duplicates = new Kept<>(KEPT_MAX);
    private final Kept<Sighting> answersToForget = new Kept<>(KEPT_MAX);
    private final Kept<Unanswered> unanswered = new Kept<>(KEPT_MAX);
    private final LongOpenHashSet resent = new LongOpenHashSet();
    private long[] answered = NONE;
    private long[] forgets = NONE;
    private long replies;

    /** A request came. */
    void requested(long unique, int opcode) {
        if (Opcode.forgets(opcode)) {
            if (forgets.length == 0) {
                forgets = new long[RECENT];
            }
            forgets[slot(unique)] = unique;
        } else if (answered.length > 0 && answered[slot(unique)] == unique) {
            answered[slot(unique)] = 0; // used anew
        }
    }

    /** The kernel sent a request once more (bit 63 of unique, after a server was replaced). */
    void resent(long unique) {
        if (resent.size() < RESENT_MAX) {
            resent.add(unique);
        }
    }

    /** A reply found its request. */
    void replied(long unique) {
        replies++;
        if (answered.length == 0) {
            answered = new long[RECENT];
        }
        answered[slot(unique)] = unique;
    }

    /** A reply found no request in flight. */
    void stray(Event event, TaskNames names) {
        long unique = event.unique();
        if (unique == 0) {
            return;
        }
        if (answered.length > 0 && answered[slot(unique)] == unique) {
            if (!resent.contains(unique)) {
                duplicates.add(sighting(event, names));
            }
        } else if (forgets.length > 0 && forgets[slot(unique)] == unique) {
            answersToForget.add(sighting(event, names));
        }
    }

    private static Sighting sighting(Event event, TaskNames names) {
        return new Sighting(
                new Mark(event, names),
                event.hasOpcode() ? event.opcode() : 0,
                event.hasNodeid() ? event.nodeid() : 0,
                event.hasError() ? event.error() : null);
    }

    private static int slot(long unique) {
        return (int) ((unique * 0x9E3779B97F4A7C15L) >>> 52);
    }

    /** Replies that found their request so far. */
    long replies() {
        return replies;
    }

    /**
     * The connection or the capture is over, and this request is still in flight.
     *
     * @param destroyOrder position of DESTROY among all events, -1 if it was not seen
     * @param lastNs time of the last event, if any had one
     */
    void leftOver(Flight flight, long destroyOrder, long lastNs) {
        Opcode opcode = Opcode.of(flight.opcode);
        if (opcode == null || !waitsForAnswer(opcode)) {
            return;
        }
        boolean untilDestroy = destroyOrder >= 0 && flight.order < destroyOrder;
        long later = replies - flight.repliesBefore;
        boolean hangs = Answers.resolvesNodeid(flight.opcode)
                && opcode != Opcode.OPEN
                && later >= HANG_REPLIES
                && flight.place.hasTime
                && lastNs - flight.place.timeNs >= HANG_NS;
        if (untilDestroy || (destroyOrder < 0 && hangs)) {
            unanswered.add(new Unanswered(
                    new Sighting(flight.place.mark(), flight.opcode, flight.nodeid, null), untilDestroy, later));
        }
    }

    /** Whether a task waits for the reply, so that its file cannot be closed and unmounted before. */
    private static boolean waitsForAnswer(Opcode opcode) {
        return switch (opcode) {
            // fuse_simple_background: readahead, writeback, release; and what ends the connection itself
            case READ, WRITE, RELEASE, RELEASEDIR, INIT, CUSE_INIT, DESTROY -> false;
            default -> opcode.isAnswered();
        };
    }

    /** Second replies to one request. */
    public Kept<Sighting> duplicates() {
        return duplicates;
    }

    /** Replies to a FORGET. */
    public Kept<Sighting> answersToForget() {
        return answersToForget;
    }

    /** Requests without a reply. */
    public Kept<Unanswered> unanswered() {
        return unanswered;
    }

    /** The connection is over: nothing more comes. */
    void close() {
        answered = NONE;
        forgets = NONE;
        resent.clear();
        resent.trim();
    }
}
