// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.OutHeader;

/**
 * Turns whole FUSE messages into events: give it one with {@link #fromKernel} or {@link #fromServer}, then take its events
 * with {@link #next} until there are no more.
 *
 * <p>A request gives a REQUEST and a FORGET for each nodeid it gives back; a reply gives an ENTRY for each nodeid it hands
 * out and then its REPLY; a message with {@code unique} 0 gives a NOTIFY, whose code is the event's count. A request that
 * the kernel sends again (bit 63 of {@code unique}) while the first one waits is an event OTHER. Nothing is allocated per
 * message; the events' texts point into the caller's buffer and live as long as it.
 */
public final class MessageDecoder {
    /** Longest message taken for one: more than any max_write, and its header. */
    public static final int MESSAGE_BYTES_MAX = (16 << 20) + (1 << 12);

    private final Diagnostics diagnostics;
    private final InFlight inFlight;
    private final RequestDecoder requests;
    private final ReplyDecoder replies;

    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean hasTime;
    private long timeNs;
    private boolean isReply;
    private boolean idle = true;
    private boolean isCut;

    public MessageDecoder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        inFlight = new InFlight(diagnostics);
        Negotiated negotiated = new Negotiated();
        requests = new RequestDecoder(diagnostics, inFlight, negotiated);
        replies = new ReplyDecoder(diagnostics, inFlight, negotiated);
    }

    /** Sets the byte order of the kernel that made the messages; little-endian otherwise. */
    public void order(ByteOrder value) {
        order = value;
    }

    /** Sets the time of the messages that come next. */
    public void timeNs(long value) {
        hasTime = true;
        timeNs = value;
    }

    /** Says that nobody knows the time of the messages that come next. */
    public void timeUnknown() {
        hasTime = false;
    }

    /**
     * Begins a message from the kernel to the server.
     *
     * @param length bytes at hand, which may be fewer than the message says it has
     * @param position of the message in the capture
     * @return false if that is too little to tell anything, which is a diagnostic
     */
    public boolean fromKernel(byte[] bytes, int at, int length, long position) {
        isReply = false;
        idle = !begin(length, InHeader.NODEID, position);
        if (!idle) {
            requests.begin(bytes, at, usable(bytes, at, length, position), order, position);
        }
        return !idle;
    }

    /** Begins a message from the server to the kernel, see {@link #fromKernel}. */
    public boolean fromServer(byte[] bytes, int at, int length, long position) {
        isReply = true;
        idle = !begin(length, OutHeader.BYTES, position);
        if (!idle) {
            replies.begin(bytes, at, usable(bytes, at, length, position), order, position);
        }
        return !idle;
    }

    private boolean begin(int length, int least, long position) {
        isCut = false;
        if (length < least) {
            diagnostics.report(DiagnosticCode.MESSAGE_DAMAGED, position);
            return false;
        }
        return true;
    }

    private int usable(byte[] bytes, int at, int length, long position) {
        int stated = InHeader.len(bytes, at, order);
        int difference = Integer.compareUnsigned(stated, length);
        if (difference != 0) {
            diagnostics.report(DiagnosticCode.MESSAGE_DAMAGED, position);
        }
        isCut = difference > 0;
        return difference < 0 && stated >= OutHeader.BYTES ? stated : length;
    }

    /**
     * Whether the capture has only the first bytes of the message just begun, and those that it lacks may raise or lower
     * the server's counts, or requests were given up whose replies may: then nothing that is counted from here on is exact.
     */
    public boolean hidesCounts() {
        return (isCut && (isReply ? replies.hidesEntries() : requests.hidesForgets())) || inFlight.gaveUp();
    }

    /**
     * Takes the next event of the message.
     *
     * @param event filled anew
     * @return false if the message has no more
     */
    public boolean next(Event event) {
        if (idle) {
            return false;
        }
        if (isReply ? replies.next(event) : requests.next(event)) {
            if (hasTime) {
                event.timeNs(timeNs);
            }
            return true;
        }
        idle = true;
        return false;
    }
}
