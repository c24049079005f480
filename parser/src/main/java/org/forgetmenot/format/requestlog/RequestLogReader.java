// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.LogWrapper;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The half of a reader that all these logs share: takes wrappers off, joins replies to requests by unique, and hands out
 * the events of one line one after the other. A dialect reads a line in {@link #line} and calls what fits.
 */
public abstract class RequestLogReader implements CaptureReader {
    private static final long RESEND_BIT = Long.MIN_VALUE;

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LogWrapper wrapper = new LogWrapper();
    private final RequestPool requests;
    private final LongArrayList forgotten = new LongArrayList();
    private final LongArrayList counts = new LongArrayList();
    private final EnumSet<Capability> seen = EnumSet.noneOf(Capability.class);

    private final ReplyLine reply = new ReplyLine();
    private boolean replyWaits;
    private @Nullable OpenRequest answered;
    private int nextForgotten;
    private boolean countsKnown;
    private boolean forgetHasUnique;
    private long forgetUnique;

    private boolean timeKnown;
    private long timeNs;

    /** Reads the line's bytes; for dialects that cut parts out of it. */
    protected final Cursor cursor = new Cursor();

    protected RequestLogReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.diagnostics = diagnostics;
        this.requests = new RequestPool(diagnostics);
    }

    /**
     * Reads one line, out of its wrappers, from {@link #cursor}.
     *
     * @return whether it is an event, then filled in; what follows from the same line was queued
     */
    protected abstract boolean line(Event event);

    @Override
    public final boolean next(Event event) throws IOException {
        if (nextForgotten < forgotten.size()) {
            tellForgotten(event);
            return true;
        }
        if (replyWaits) {
            tellReply(event);
            return true;
        }
        while (lines.nextWhole()) {
            wrapper.peel(lines.buffer(), lines.start(), lines.end());
            timeKnown = wrapper.hasTime();
            timeNs = wrapper.epochNs();
            forgotten.clear();
            counts.clear();
            nextForgotten = 0;
            if (wrapper.start() < wrapper.end()) {
                cursor.over(wrapper.bytes(), wrapper.start(), wrapper.end());
                if (line(event)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The line itself says when. */
    protected final void time(long ns) {
        timeKnown = true;
        timeNs = ns;
    }

    /** Begins an event of the current line. */
    protected final Event start(Event event, EventKind kind) {
        event.start(kind, lines.line());
        if (timeKnown) {
            event.timeNs(timeNs);
            seen.add(Capability.TIME);
        }
        return event;
    }

    /** A unique without the bit that marks a resent request. */
    protected static long plain(long unique) {
        return unique & ~RESEND_BIT;
    }

    /**
     * The event is a request that is filled in; the same log tells its reply.
     *
     * @param answersForgets whether FORGETs get a reply line too, which is then known and passed over
     * @return true
     */
    protected final boolean request(Event event, boolean answersForgets) {
        saw(event);
        if (event.hasUnique() && (!Opcode.forgets(event.opcode()) || answersForgets)) {
            requests.await(requests.begin(event));
        }
        return true;
    }

    /** Notes what a request tells, for {@link #capabilities}. */
    protected final void saw(Event event) {
        seen.add(Capability.REQUESTS);
        if (event.hasUnique()) {
            seen.add(Capability.UNIQUE);
        }
        if (event.hasPid()) {
            seen.add(Capability.PID);
        }
        if (!event.name().isEmpty()) {
            seen.add(Capability.NAMES);
        }
        if (event.hasFh()) {
            seen.add(Capability.HANDLES);
        }
        forgetHasUnique = event.hasUnique();
        forgetUnique = event.unique();
    }

    /** Notes that the capture holds something that no single line tells. */
    protected final void holds(Capability capability) {
        seen.add(capability);
    }

    /** Queues a nodeid that the request of this line gives back, by how much is unknown. */
    protected final void forgets(long nodeid) {
        countsKnown = false;
        forgotten.add(nodeid);
    }

    /** Queues a nodeid that the request of this line gives back; all of one line have a count. */
    protected final void forgets(long nodeid, long nlookup) {
        countsKnown = true;
        forgotten.add(nodeid);
        counts.add(nlookup);
    }

    /** The event is one FORGET, filled in, that a line of its own tells. */
    protected final boolean forgetsAlone(Event event) {
        seen.add(Capability.FORGETS);
        if (event.hasNlookup()) {
            seen.add(Capability.FORGET_COUNTS);
        }
        return true;
    }

    private void tellForgotten(Event event) {
        start(event, EventKind.FORGET).nodeid(forgotten.getLong(nextForgotten));
        if (forgetHasUnique) {
            event.unique(forgetUnique);
        }
        if (countsKnown) {
            event.nlookup(counts.getLong(nextForgotten));
        }
        nextForgotten++;
        forgetsAlone(event);
    }

    /** The request that a reply of this line answers, null if it is not in the capture; call once for each reply. */
    protected final @Nullable OpenRequest answer(long unique) {
        answered = requests.answer(unique);
        return answered;
    }

    /** Begins the reply that {@link #replies} tells; the dialect fills in what it knows. */
    protected final ReplyLine reply(long unique) {
        return reply.begin(unique);
    }

    /** Whether the request that is answered was a FORGET, whose reply never goes out: then there is no event. */
    protected final boolean answersForget() {
        OpenRequest request = answered;
        if (request == null || !request.forgets()) {
            return false;
        }
        requests.recycle(request);
        answered = null;
        return true;
    }

    /** Tells the reply that was begun. */
    protected final boolean replies(Event event) {
        tellReply(event);
        return true;
    }

    /** Tells an entry, filled in, and after it the reply that was begun. */
    protected final boolean repliesWith(Event entry) {
        if (answered != null) {
            answered.describeEntry(entry);
        }
        if (entry.hasNodeid()) {
            seen.add(Capability.ENTRY_NODEIDS);
        }
        if (entry.hasGeneration() || entry.hasMode() || entry.hasIno()) {
            seen.add(Capability.ATTRIBUTES);
        }
        replyWaits = true;
        return true;
    }

    private void tellReply(Event event) {
        replyWaits = false;
        start(event, EventKind.REPLY);
        reply.describe(event);
        OpenRequest request = answered;
        if (request != null) {
            request.describe(event);
            requests.recycle(request);
            answered = null;
        }
        if (event.hasError()) {
            seen.add(Capability.ERRORS);
        }
        if (event.hasFh()) {
            seen.add(Capability.HANDLES);
        }
    }

    /** The line begins like an event but cannot be read. */
    protected final boolean damaged() {
        return lines.damaged();
    }

    /** The line is no event of this dialect. */
    protected final boolean notUnderstood() {
        return lines.notUnderstood();
    }

    /** An opcode's name that is not known. */
    protected final void unknownOpcode() {
        diagnostics.report(DiagnosticCode.UNKNOWN_OPCODE, lines.line());
    }

    @Override
    public final Set<Capability> capabilities() {
        return EnumSet.copyOf(seen);
    }
}
