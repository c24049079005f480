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
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.format.libfuselog.LogLine;
import org.forgetmenot.wire.Opcode;

/** Reads the log line by line and joins the lines of one request by thread and unique. */
final class VirtiofsdReader implements CaptureReader {
    private final LineReader lines;
    private final LogPrefix prefix = new LogPrefix();
    private final Cursor cursor = new Cursor();
    private final RequestPool pool;
    private final LogThreads threads;
    /** The current line told one event and has another to tell. */
    private boolean again;

    private boolean timeSeen;

    VirtiofsdReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.pool = new RequestPool(diagnostics);
        this.threads = new LogThreads(pool, lines);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (again || lines.nextWhole()) {
            again = false;
            if (read(event)) {
                timeSeen |= event.hasTimeNs();
                return true;
            }
        }
        return readEnd(event);
    }

    /** A FORGET that nothing followed; when it is the last line, what followed may have been cut off. */
    private boolean readEnd(Event event) {
        OpenRequest open = lines.isCut() ? null : threads.anyOpenForget();
        if (open == null || open.position == lines.line()) {
            return false;
        }
        forgetUnknown(event, open);
        return true;
    }

    private boolean read(Event event) {
        prefix.read(lines.buffer(), lines.start(), lines.end());
        cursor.over(prefix.bytes(), prefix.body(), prefix.end());
        return switch (LogLine.begin(cursor)) {
            case REQUEST -> request(event);
            case REPLY -> reply(event);
            case ENTRY -> entry(event);
            case FORGET -> forget(event);
            case LOOKUP_NAME -> name(event, Opcode.LOOKUP);
            case CREATE_NAME -> name(event, Opcode.CREATE);
            case INIT -> init(event);
            case OTHER -> other(event);
        };
    }

    private boolean other(Event event) {
        return switch (cursor.peek()) {
            case 'f' -> noReply(event);
            case 'v' -> readReply(event);
            case -1 -> false;
            default -> chatter();
        };
    }

    private boolean request(Event event) {
        event.start(EventKind.REQUEST, lines.line());
        if (!LogLine.request(cursor, event)) {
            return lines.damaged();
        }
        LogThread thread = threads.ofRequest(prefix.thread(), event.opcode());
        OpenRequest open = thread.openForget();
        if (open != null) {
            again = true;
            forgetUnknown(event, open);
            return true;
        }
        prefix.putTime(event);
        OpenRequest request = pool.begin(event);
        thread.work(request, pool);
        if (!request.forgets()) {
            pool.await(request);
        }
        return true;
    }

    /** The daemon named no node for a FORGET: it does not know the nodeid. */
    private void forgetUnknown(Event event, OpenRequest open) {
        open.settled = true;
        event.start(EventKind.FORGET_UNKNOWN, open.position).unique(open.unique).nodeid(open.nodeid);
        if (open.hasTime) {
            event.timeNs(open.timeNs);
        }
    }

    /** {@code fv_queue_worker: elem 0 no reply sent} ends a FORGET. */
    private boolean noReply(Event event) {
        if (!cursor.skip("fv_queue_worker: ") || !endsWith(" no reply sent")) {
            return chatter();
        }
        OpenRequest open = threads.ofNoReply(prefix.thread()).openForget();
        if (open == null) {
            return false;
        }
        forgetUnknown(event, open);
        return true;
    }

    private boolean endsWith(String text) {
        return Ascii.endsWith(cursor.bytes(), cursor.at(), cursor.end(), text);
    }

    private boolean reply(Event event) {
        event.start(EventKind.REPLY, lines.line());
        if (!LogLine.reply(cursor, event)) {
            return lines.damaged();
        }
        prefix.putTime(event);
        OpenRequest request = pool.answer(event.unique());
        if (request != null) {
            finish(event, request);
        }
        return true;
    }

    private void finish(Event reply, OpenRequest request) {
        request.describe(reply);
        LogThread thread = threads.ofAnswer(prefix.thread());
        if (thread.current() == request) {
            thread.rest(pool);
        } else {
            pool.recycle(request);
        }
    }

    /** {@code virtio_send_data_iov: preadv ret=16384 len=16384}: all that is logged of the reply to a READ, unless it fails. */
    private boolean readReply(Event event) {
        if (!cursor.skip("virtio_send_data_iov: preadv ret=") || !cursor.unsigned()) {
            return chatter();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request == null || !request.is(Opcode.READ) || pool.answer(request.unique) != request) {
            return false;
        }
        event.start(EventKind.REPLY, lines.line()).unique(request.unique).error(0);
        prefix.putTime(event);
        finish(event, request);
        return true;
    }

    /** An entry is handed out. */
    private boolean entry(Event event) {
        event.start(EventKind.ENTRY, lines.line());
        if (!LogLine.entry(cursor, event)) {
            return lines.damaged();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request != null && !request.forgets() && !request.handsOut(event)) {
            return false;
        }
        prefix.putTime(event);
        return true;
    }

    private boolean forget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!LogLine.forget(cursor, event)) {
            return lines.damaged();
        }
        OpenRequest request = threads.ofForget(prefix.thread(), event.nodeid()).current();
        if (request != null) {
            attribute(event, request);
        }
        prefix.putTime(event);
        return true;
    }

    /** Inside any request but a FORGET the daemon takes back what it was about to hand out. */
    private static void attribute(Event event, OpenRequest request) {
        if (!request.forgets()) {
            request.withdraws(event);
        } else if (request.is(Opcode.BATCH_FORGET) || request.nodeid == event.nodeid()) {
            request.settled = true;
            event.unique(request.unique);
        }
    }

    private boolean name(Event event, Opcode opcode) {
        event.start(EventKind.OTHER, lines.line());
        if (!LogLine.name(cursor, event)) {
            return lines.damaged();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request != null && request.is(opcode) && request.nodeid == event.nodeid()) {
            request.keepName(event.name());
        }
        return false;
    }

    private boolean init(Event event) {
        event.start(EventKind.OTHER, lines.line());
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (LogLine.minor(cursor, event) && request != null && request.is(Opcode.INIT)) {
            request.meetProtocolMinor(event.protocolMinor());
        }
        return false;
    }

    private boolean chatter() {
        cursor.moveTo(prefix.body());
        cursor.skipSpaces();
        return !Chatter.isKnown(cursor) && lines.notUnderstood();
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> held = EnumSet.copyOf(VirtiofsdFormat.AT_BEST);
        if (!timeSeen) {
            held.remove(Capability.TIME);
        }
        return held;
    }
}
