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
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.libfuselog.LogLine;
import org.forgetmenot.format.libfuselog.Opcodes;
import org.forgetmenot.format.libfuselog.OpenRequest;
import org.forgetmenot.format.libfuselog.RequestPool;

/** Reads the log line by line and joins the lines of one request by thread and unique. */
final class VirtiofsdReader implements CaptureReader {
    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LogPrefix prefix = new LogPrefix();
    private final Cursor cursor = new Cursor();
    private final RequestPool pool = new RequestPool();
    private final LogThreads threads = new LogThreads(pool);
    /** The current line told one event and has another to tell. */
    private boolean again;

    private boolean ended;
    private boolean cut;
    private boolean timeSeen;

    VirtiofsdReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.diagnostics = diagnostics;
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (again || nextLine()) {
            again = false;
            if (read(event)) {
                timeSeen |= event.hasTimeNs();
                return true;
            }
        }
        return readEnd(event);
    }

    private boolean nextLine() throws IOException {
        if (ended || !lines.next()) {
            ended = true;
            return false;
        }
        if (lines.isCut()) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
            ended = true;
            cut = true;
            return false;
        }
        return true;
    }

    /** A FORGET that nothing followed; when it is the last line, what followed may have been cut off. */
    private boolean readEnd(Event event) {
        OpenRequest open = cut ? null : threads.anyOpenForget();
        if (open == null || open.position == lines.line()) {
            return false;
        }
        forgetUnknown(event, open);
        return true;
    }

    private boolean read(Event event) {
        prefix.read(lines.buffer(), lines.start(), lines.end());
        cursor.over(prefix.bytes(), prefix.body(), prefix.end());
        return switch (cursor.peek()) {
            case 'u' -> cursor.skip("unique: ") ? request(event) : chatter();
            case ' ' -> indented(event);
            case 'l' -> name();
            case 'f' -> noReply(event);
            case 'v' -> readReply(event);
            case 'I' -> init();
            case -1 -> false;
            default -> chatter();
        };
    }

    private boolean request(Event event) {
        event.start(EventKind.REQUEST, lines.line());
        if (!LogLine.request(cursor, event)) {
            return damaged();
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
        if (!Opcodes.forgets(request.opcode)) {
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

    /** Replies begin with three or more spaces, what happens to a node with two. */
    private boolean indented(Event event) {
        int spaces = cursor.skipSpaces();
        int first = cursor.peek();
        if (first == 'u' && cursor.skip("unique: ")) {
            return reply(event);
        }
        if (first == 'f' && cursor.skip("forget ")) {
            return forget(event);
        }
        if (spaces == 2 && (Ascii.isDigit(first) || first == '-')) {
            return entry(event);
        }
        return first == 'I' ? init() : chatter();
    }

    private boolean reply(Event event) {
        event.start(EventKind.REPLY, lines.line());
        if (!LogLine.reply(cursor, event)) {
            return damaged();
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
        if (request == null || request.opcode != Opcodes.READ || pool.answer(request.unique) != request) {
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
            return damaged();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request != null && !Opcodes.forgets(request.opcode)) {
            if (request.entrySeen && Opcodes.logsEntryTwice(request.opcode)) {
                return false;
            }
            request.entrySeen = true;
            event.unique(request.unique).opcode(request.opcode);
        }
        prefix.putTime(event);
        return true;
    }

    private boolean forget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!LogLine.forget(cursor, event)) {
            return damaged();
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
        if (!Opcodes.forgets(request.opcode)) {
            withdrawn(event);
            event.unique(request.unique);
        } else if (request.opcode == Opcodes.BATCH_FORGET || request.nodeid == event.nodeid()) {
            request.settled = true;
            event.unique(request.unique);
        }
    }

    private static void withdrawn(Event event) {
        long nodeid = event.nodeid();
        long serverCount = event.serverCount();
        long nlookup = event.nlookup();
        event.start(EventKind.ENTRY_WITHDRAWN, event.position());
        event.nodeid(nodeid).serverCount(serverCount).nlookup(nlookup);
    }

    /** {@code lo_lookup(parent=1, name=foo)} or {@code lo_create(parent=1, name=cr) kill_priv=0}: the name of the request. */
    private boolean name() {
        int opcode = cursor.skip("lo_lookup(parent=")
                ? Opcodes.LOOKUP
                : cursor.skip("lo_create(parent=") ? Opcodes.CREATE : 0;
        if (opcode == 0) {
            return chatter();
        }
        int close = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), ")");
        if (!cursor.unsigned() || !cursor.skip(", name=") || close < cursor.at()) {
            return damaged();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request != null && request.opcode == opcode && request.nodeid == cursor.value()) {
            request.keepName(cursor.bytes(), cursor.at(), close);
        }
        return false;
    }

    /** {@code    INIT: 7.36}, the daemon's protocol; the kernel's stood before it without spaces. The smaller one holds. */
    private boolean init() {
        if (!cursor.skip("INIT: 7.") || !cursor.int32() || !cursor.atEnd()) {
            return chatter();
        }
        OpenRequest request = threads.ofAnswer(prefix.thread()).current();
        if (request != null && request.opcode == Opcodes.INIT) {
            request.meetProtocolMinor(cursor.intValue());
        }
        return false;
    }

    private boolean chatter() {
        cursor.moveTo(prefix.body());
        cursor.skipSpaces();
        if (!Chatter.isKnown(cursor)) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
        }
        return false;
    }

    private boolean damaged() {
        diagnostics.report(DiagnosticCode.LINE_DAMAGED, lines.line());
        return false;
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
