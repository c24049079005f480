// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.LogWrapper;
import org.forgetmenot.format.TimeStamp;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Reads the log line by line and joins replies to requests by unique. */
final class RustVirtiofsdReader implements CaptureReader {
    private static final long RESEND_BIT = Long.MIN_VALUE;
    /** {@code fuse_out_header} and {@code fuse_entry_out}. */
    private static final int ENTRY_REPLY_BYTES = 144;
    /** The same and {@code fuse_open_out}. */
    private static final int CREATE_REPLY_BYTES = 160;

    private final LineReader lines;
    private final LogWrapper wrapper = new LogWrapper();
    private final TimeStamp time = new TimeStamp();
    private final Cursor cursor = new Cursor();
    private final RequestPool pool;

    private final OutHeader reply = new OutHeader();
    private boolean timeKnown;
    private long timeNs;
    /** The second event of the line that was read last: a FORGET or a REPLY. */
    private @Nullable EventKind second;
    /** The request of which the second event tells. */
    private @Nullable OpenRequest secondOf;

    private boolean timeSeen;
    private boolean uniqueSeen;

    RustVirtiofsdReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.pool = new RequestPool(diagnostics);
    }

    @Override
    public boolean next(Event event) throws IOException {
        if (second != null) {
            tellSecond(event, second);
            return true;
        }
        while (lines.nextWhole()) {
            if (read(event)) {
                return true;
            }
        }
        return false;
    }

    private boolean read(Event event) {
        wrapper.peel(lines.buffer(), lines.start(), lines.end());
        boolean own = passPrefix();
        if (cursor.skip("Received ")) {
            return request(event);
        }
        if (cursor.skip("Replying OK, header: OutHeader { ") || cursor.skip("Replying ERROR, header: OutHeader { ")) {
            return reply(event);
        }
        if (!own && !isChatter()) {
            lines.notUnderstood();
        }
        return false;
    }

    /** Passes {@code [2024-07-08T03:42:34Z DEBUG virtiofsd::server] } and says whether the line is the daemon's. */
    private boolean passPrefix() {
        byte[] bytes = wrapper.bytes();
        int start = wrapper.start();
        int end = wrapper.end();
        timeKnown = wrapper.hasTime();
        timeNs = wrapper.epochNs();
        cursor.over(bytes, start, end);
        if (!cursor.skip('[')) {
            return start == end;
        }
        int close = Ascii.indexOf(bytes, start, end, "] ");
        if (close < 0) {
            cursor.moveTo(start);
            return false;
        }
        if (time.pass(cursor)) {
            timeKnown = true;
            timeNs = time.epochNs();
        }
        boolean own = Ascii.indexOf(bytes, cursor.at(), close, "virtiofsd") >= 0;
        cursor.moveTo(close + 2);
        return own;
    }

    /** Lines of the daemon that tell no event, where no prefix says that they are the daemon's. */
    private boolean isChatter() {
        return cursor.skip("QUEUE_EVENT")
                || cursor.skip("HIPRIO_QUEUE_EVENT")
                || cursor.skip("Extension received: ")
                || cursor.skip("Waiting for vhost-user ")
                || cursor.skip("Client ");
    }

    private boolean request(Event event) {
        event.start(EventKind.REQUEST, lines.line());
        putTime(event);
        if (!parseRequest(event) || !cursor.atEnd()) {
            return lines.damaged();
        }
        if (!event.hasUnique()) {
            return true;
        }
        uniqueSeen = true;
        OpenRequest open = pool.begin(event);
        if (open.is(Opcode.FORGET)) {
            second = EventKind.FORGET;
            secondOf = open;
        } else if (open.is(Opcode.BATCH_FORGET)) {
            pool.recycle(open);
        } else {
            pool.await(open);
        }
        return true;
    }

    /**
     * {@code request: opcode=Lookup (1), inode=1, unique=4, pid=212}; before 1.2 {@code request: 1}; for an opcode that the
     * daemon does not know {@code unknown request: opcode=52, inode=1}.
     */
    private boolean parseRequest(Event event) {
        if (cursor.skip("unknown request: opcode=")) {
            if (!cursor.int32()) {
                return false;
            }
            event.opcode(cursor.intValue());
            return parseInode(event);
        }
        if (!cursor.skip("request: ")) {
            return false;
        }
        if (!cursor.skip("opcode=")) {
            return cursor.int32() && event.opcode(cursor.intValue()).hasOpcode();
        }
        if (!cursor.skipPast(" (") || !cursor.int32() || !cursor.skip(')')) {
            return false;
        }
        event.opcode(cursor.intValue());
        if (!parseInode(event) || !cursor.skip(", unique=") || !cursor.unsigned()) {
            return false;
        }
        event.unique(cursor.value() & ~RESEND_BIT);
        if (!cursor.skip(", pid=") || !cursor.int32()) {
            return false;
        }
        event.pid(cursor.intValue());
        return true;
    }

    private boolean parseInode(Event event) {
        if (!cursor.skip(", inode=") || !cursor.unsigned()) {
            return false;
        }
        event.nodeid(cursor.value());
        return true;
    }

    private boolean reply(Event event) {
        if (!reply.parse(cursor)) {
            return lines.damaged();
        }
        OpenRequest request = pool.answer(reply.unique());
        second = EventKind.REPLY;
        secondOf = request;
        if (!handsOutEntry(request)) {
            tellSecond(event, second);
            return true;
        }
        event.start(EventKind.ENTRY, lines.line()).unique(reply.unique());
        putTime(event);
        if (request != null) {
            request.describeEntry(event);
        }
        return true;
    }

    /** Only the length tells; when the request is unknown, an entry is the careful guess: it excuses a later use. */
    private boolean handsOutEntry(@Nullable OpenRequest request) {
        return reply.error() == 0
                && (reply.sizeBytes() == ENTRY_REPLY_BYTES || reply.sizeBytes() == CREATE_REPLY_BYTES)
                && (request == null || request.handsOutEntry());
    }

    private void tellSecond(Event event, EventKind kind) {
        OpenRequest request = secondOf;
        second = null;
        secondOf = null;
        event.start(kind, lines.line());
        putTime(event);
        if (kind == EventKind.REPLY) {
            event.unique(reply.unique()).error(reply.error()).sizeBytes(reply.sizeBytes());
            if (request != null) {
                request.describe(event);
            }
        } else if (request != null) {
            event.unique(request.unique).nodeid(request.nodeid);
        }
        if (request != null) {
            pool.recycle(request);
        }
    }

    private void putTime(Event event) {
        if (timeKnown) {
            event.timeNs(timeNs);
            timeSeen = true;
        }
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> held = EnumSet.copyOf(RustVirtiofsdFormat.AT_BEST);
        if (!timeSeen) {
            held.remove(Capability.TIME);
        }
        if (!uniqueSeen) {
            held.remove(Capability.UNIQUE);
            held.remove(Capability.PID);
            held.remove(Capability.FORGETS);
        }
        return held;
    }
}
