// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import java.io.IOException;
import java.io.InputStream;
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
import org.forgetmenot.format.libfuselog.LogLine;
import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.ForgetOne;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/** Reads the log line by line and joins the lines of one request, by its unique or else by what fits. */
final class LibfuseReader implements CaptureReader {
    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LogWrapper wrapper = new LogWrapper();
    private final Cursor cursor = new Cursor();
    private final RequestPool pool;
    private final Workers workers;
    private final Shown shown = new Shown();

    /** The current line told one event and has another to tell. */
    private boolean again;
    /** A FORGET of which no line has told the count yet, while it is not known whether one will. */
    private @Nullable OpenRequest uncounted;

    LibfuseReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.diagnostics = diagnostics;
        pool = new RequestPool(diagnostics);
        workers = new Workers(pool);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (again || nextLine()) {
            again = false;
            if (read(event)) {
                if (wrapper.hasTime()) {
                    event.timeNs(wrapper.epochNs());
                }
                shown.saw(event);
                return true;
            }
        }
        return false;
    }

    private boolean nextLine() throws IOException {
        boolean next = lines.nextWhole();
        if (next) {
            wrapper.peel(lines.buffer(), lines.start(), lines.end());
        }
        return next;
    }

    private boolean read(Event event) {
        cursor.over(wrapper.bytes(), wrapper.start(), wrapper.end());
        return switch (LogLine.begin(cursor)) {
            case REQUEST -> request(event, true);
            case REPLY -> reply(event);
            case ENTRY -> passthroughEntry(event);
            case FORGET -> passthroughForget(event);
            case LOOKUP_NAME -> passthroughName(event, Opcode.LOOKUP);
            case CREATE_NAME -> passthroughName(event, Opcode.CREATE);
            case INIT -> init(event);
            case OTHER -> other(event);
        };
    }

    /** The lines that no daemon but libfuse's writes. */
    private boolean other(Event event) {
        event.start(EventKind.OTHER, lines.line());
        return switch (cursor.peek()) {
            case 'd' -> cursor.skip("dev unique: ") ? request(event, true) : chatter();
            case 'c' ->
                cursor.skip("cqe unique: ")
                        ? request(event, false)
                        : HighLevelLine.create(cursor, event) ? named(event) : chatter();
            case 'm' -> HighLevelLine.mkdir(cursor, event) ? named(event) : chatter();
            case 'L' -> HighLevelLine.lookup(cursor, event) ? named(event) : chatter();
            case 'n' -> cursor.skip("nullpath_ok: ") ? highLevel() : chatter();
            case ' ' -> highLevelEntry(event);
            case 'F' -> cursor.skip("FORGET ") ? highLevelForget(event) : chatter();
            case 'N' -> cursor.skip("NOTIFY: code=") ? notification(event) : chatter();
            default -> chatter();
        };
    }

    /** @param whole whether {@code insize} is the length of the whole message, which io_uring's is not */
    private boolean request(Event event, boolean whole) {
        if (tellsUncounted(event)) {
            return true;
        }
        event.start(EventKind.REQUEST, lines.line());
        if (!LogLine.request(cursor, event)) {
            return lines.damaged();
        }
        OpenRequest request = pool.begin(event);
        if (!whole) {
            request.sizeBytes = -1;
        }
        if (request.forgets()) {
            forgetRequest(request);
        } else if (Opcode.isAnswered(request.opcode)) {
            workers.add(request);
            pool.await(request);
        } else {
            pool.recycle(request);
        }
        return true;
    }

    private void forgetRequest(OpenRequest request) {
        boolean batch = request.is(Opcode.BATCH_FORGET);
        request.itemsLeft = batch ? (request.sizeBytes - InHeader.BYTES - BatchForgetIn.BYTES) / ForgetOne.BYTES : 1;
        workers.add(request);
        if (shown.style() == LogStyle.UNKNOWN) {
            uncounted = request;
        } else if (shown.style() == LogStyle.PLAIN && batch) {
            workers.remove(request);
        } else if (shown.style() == LogStyle.PLAIN) {
            uncounted = request;
            again = true;
        }
    }

    /** Tells of a FORGET whose count no line told; true if there is one to tell. */
    private boolean tellsUncounted(Event event) {
        OpenRequest forget = uncounted;
        if (forget == null) {
            return false;
        }
        uncounted = null;
        shown.plain();
        boolean single = forget.is(Opcode.FORGET);
        if (single) {
            event.start(EventKind.FORGET, forget.position).unique(forget.unique).nodeid(forget.nodeid);
            // the line at hand waits, unless it is the FORGET's own
            again = forget.position != lines.line();
        }
        workers.remove(forget);
        return single;
    }

    private void style(LogStyle seen) {
        shown.style(seen);
        uncounted = null;
    }

    private boolean reply(Event event) {
        if (tellsUncounted(event)) {
            return true;
        }
        event.start(EventKind.REPLY, lines.line());
        if (!LogLine.reply(cursor, event)) {
            return lines.damaged();
        }
        OpenRequest request = pool.answer(event.unique());
        if (request == null) {
            diagnostics.report(DiagnosticCode.REPLY_WITHOUT_REQUEST, lines.line());
            return true;
        }
        if (event.error() == 0 && plainEntry(event, request)) {
            return true;
        }
        request.describe(event);
        workers.remove(request);
        return true;
    }

    /** Tells, where no line does, that the reply hands out an entry; the line is then read again as the reply. */
    private boolean plainEntry(Event event, OpenRequest request) {
        if (event.sizeBytes() <= OutHeader.BYTES) {
            return false;
        }
        if (request.is(Opcode.READDIRPLUS)) {
            shown.readdirplus();
        }
        boolean told = shown.style() == LogStyle.PASSTHROUGH || shown.style() == LogStyle.HIGH_LEVEL;
        if (told || request.entrySeen || !request.handsOutEntry()) {
            return false;
        }
        shown.plain();
        request.entrySeen = true;
        pool.await(request);
        again = true;
        request.describeEntry(event.start(EventKind.ENTRY, lines.line()));
        return true;
    }

    /** The high-level library hands out an entry. */
    private boolean highLevelEntry(Event event) {
        cursor.skipSpaces();
        if (!cursor.skip("NODEID: ")) {
            return chatter();
        }
        event.start(EventKind.ENTRY, lines.line());
        if (!HighLevelLine.entry(cursor, event)) {
            return lines.damaged();
        }
        style(LogStyle.HIGH_LEVEL);
        OpenRequest request = workers.onlyHandingOut();
        if (request != null) {
            request.entrySeen = true;
            request.describeEntry(event);
        }
        return true;
    }

    private boolean highLevelForget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!HighLevelLine.forget(cursor, event)) {
            return lines.damaged();
        }
        style(LogStyle.HIGH_LEVEL);
        workers.gaveBack(event, workers.forgetOf(event.nodeid()));
        return true;
    }

    /** {@code   1/dir -> 93860681042800}. */
    private boolean passthroughEntry(Event event) {
        event.start(EventKind.ENTRY, lines.line());
        if (!LogLine.entry(cursor, event)) {
            return lines.damaged();
        }
        style(LogStyle.PASSTHROUGH);
        OpenRequest request = workers.handingOut(event);
        return request == null || request.handsOut(event);
    }

    private boolean passthroughForget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!LogLine.forget(cursor, event)) {
            return lines.damaged();
        }
        style(LogStyle.PASSTHROUGH);
        OpenRequest forget = workers.forgetOf(event.nodeid());
        OpenRequest withdrawing = event.nlookup() == 1 ? workers.withdrawing(event.nodeid()) : null;
        if (withdrawing != null && (forget == null || forget.is(Opcode.BATCH_FORGET))) {
            withdrawing.lastNodeid = 0;
            withdrawing.withdraws(event);
        } else {
            workers.gaveBack(event, forget);
        }
        return true;
    }

    private boolean passthroughName(Event event, Opcode opcode) {
        event.start(EventKind.OTHER, lines.line());
        if (!LogLine.name(cursor, event)) {
            return lines.damaged();
        }
        style(LogStyle.PASSTHROUGH);
        workers.nameIn(event.nodeid(), opcode, event.name());
        return false;
    }

    /** The high-level library says which request has which name. */
    private boolean named(Event request) {
        workers.name(request);
        return highLevel();
    }

    /** A line that tells no event, and only the high-level library writes. */
    private boolean highLevel() {
        style(LogStyle.HIGH_LEVEL);
        return false;
    }

    private boolean notification(Event event) {
        event.start(EventKind.NOTIFY, lines.line());
        return LogLine.notification(cursor, event) || lines.damaged();
    }

    private boolean init(Event event) {
        event.start(EventKind.OTHER, lines.line());
        OpenRequest request = LogLine.minor(cursor, event) ? workers.latest(Opcode.INIT) : null;
        if (request != null) {
            request.meetProtocolMinor(event.protocolMinor());
        }
        return false;
    }

    private boolean chatter() {
        cursor.moveTo(wrapper.start());
        cursor.skipSpaces();
        return !LibfuseChatter.isKnown(cursor) && lines.notUnderstood();
    }

    @Override
    public boolean showsEveryCount() {
        return shown.everyCount();
    }

    @Override
    public Set<Capability> capabilities() {
        return shown.capabilities();
    }
}
