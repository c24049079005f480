// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

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
import org.forgetmenot.format.LogWrapper;
import org.forgetmenot.format.libfuselog.LogLine;
import org.forgetmenot.format.libfuselog.Opcodes;
import org.forgetmenot.format.libfuselog.OpenRequest;
import org.forgetmenot.format.libfuselog.RequestPool;
import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.CreateIn;
import org.forgetmenot.wire.ForgetOne;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.MkdirIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/** Reads the log line by line and joins the lines of one request, by its unique or else by what fits. */
final class LibfuseReader implements CaptureReader {
    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LogWrapper wrapper = new LogWrapper();
    private final Cursor cursor = new Cursor();
    private final RequestPool pool = new RequestPool();
    private final Workers workers = new Workers(pool);

    private LogStyle style = LogStyle.UNKNOWN;
    /** The current line told one event and has another to tell. */
    private boolean again;
    /** A FORGET of which no line has told the count yet, while it is not known whether one will. */
    private @Nullable OpenRequest uncounted;

    private boolean ended;
    private boolean timeSeen;
    private boolean pidSeen;
    private boolean plainSeen;
    private boolean readdirplusSeen;

    LibfuseReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.diagnostics = diagnostics;
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (again || nextLine()) {
            again = false;
            if (read(event)) {
                if (wrapper.hasTime()) {
                    timeSeen = true;
                    event.timeNs(wrapper.epochNs());
                }
                return true;
            }
        }
        return false;
    }

    private boolean nextLine() throws IOException {
        if (ended || !lines.next()) {
            ended = true;
            return false;
        }
        if (lines.isCut()) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
            ended = true;
            return false;
        }
        wrapper.peel(lines.buffer(), lines.start(), lines.end());
        return true;
    }

    private boolean read(Event event) {
        cursor.over(wrapper.bytes(), wrapper.start(), wrapper.end());
        return switch (cursor.peek()) {
            case 'u' -> cursor.skip("unique: ") ? request(event, true) : chatter();
            case 'd' -> cursor.skip("dev unique: ") ? request(event, true) : chatter();
            case 'c' -> cursor.skip("cqe unique: ") ? request(event, false) : created();
            case ' ' -> indented(event);
            case 'l' -> passthroughName();
            case 'L' -> lookup();
            case 'm' -> made();
            case 'F' -> cursor.skip("FORGET ") ? highLevelForget(event) : chatter();
            case 'N' -> notification(event);
            case 'I' -> init();
            case 'n' -> nullpath();
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
            return damaged();
        }
        pidSeen |= event.hasPid();
        OpenRequest request = pool.begin(event);
        if (!whole) {
            request.sizeBytes = -1;
        }
        if (Opcodes.forgets(request.opcode)) {
            forgetRequest(request);
        } else if (isAnswered(request.opcode)) {
            workers.add(request);
            pool.await(request);
        } else {
            pool.recycle(request);
        }
        return true;
    }

    private static boolean isAnswered(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known == null || known.isAnswered();
    }

    private void forgetRequest(OpenRequest request) {
        boolean batch = request.opcode == Opcodes.BATCH_FORGET;
        request.itemsLeft = batch ? (request.sizeBytes - InHeader.BYTES - BatchForgetIn.BYTES) / ForgetOne.BYTES : 1;
        workers.add(request);
        if (style == LogStyle.UNKNOWN) {
            uncounted = request;
        } else if (style == LogStyle.PLAIN && batch) {
            workers.remove(request);
        } else if (style == LogStyle.PLAIN) {
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
        plain();
        boolean single = forget.opcode == Opcodes.FORGET;
        if (single) {
            event.start(EventKind.FORGET, forget.position).unique(forget.unique).nodeid(forget.nodeid);
            // the line at hand waits, unless it is the FORGET's own
            again = forget.position != lines.line();
        }
        workers.remove(forget);
        return single;
    }

    private void plain() {
        if (style == LogStyle.UNKNOWN) {
            style = LogStyle.PLAIN;
        }
        plainSeen = true;
    }

    private void style(LogStyle seen) {
        style = seen;
        uncounted = null;
    }

    /** Replies begin with three or more spaces, what happens to a node with two. */
    private boolean indented(Event event) {
        int spaces = cursor.skipSpaces();
        int first = cursor.peek();
        if (first == 'u' && cursor.skip("unique: ")) {
            return reply(event);
        }
        if (first == 'f' && cursor.skip("forget ")) {
            return passthroughForget(event);
        }
        if (first == 'N' && cursor.skip("NODEID: ")) {
            return highLevelEntry(event);
        }
        if (spaces == 2 && (Ascii.isDigit(first) || first == '-')) {
            return passthroughEntry(event);
        }
        return first == 'I' ? init() : chatter();
    }

    private boolean reply(Event event) {
        if (tellsUncounted(event)) {
            return true;
        }
        event.start(EventKind.REPLY, lines.line());
        if (!LogLine.reply(cursor, event)) {
            return damaged();
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
        boolean withPayload = event.sizeBytes() > OutHeader.BYTES;
        readdirplusSeen |= withPayload && request.opcode == Opcodes.READDIRPLUS;
        if (!withPayload
                || request.entrySeen
                || !Opcodes.handsOutEntry(request.opcode)
                || (style != LogStyle.UNKNOWN && style != LogStyle.PLAIN)) {
            return false;
        }
        plain();
        request.entrySeen = true;
        pool.await(request);
        again = true;
        event.start(EventKind.ENTRY, lines.line())
                .unique(request.unique)
                .opcode(request.opcode)
                .parent(request.nodeid);
        return true;
    }

    /** {@code    NODEID: 2}: the high-level library hands out an entry. */
    private boolean highLevelEntry(Event event) {
        if (!cursor.unsigned() || !cursor.atEnd()) {
            return damaged();
        }
        style(LogStyle.HIGH_LEVEL);
        event.start(EventKind.ENTRY, lines.line()).nodeid(cursor.value());
        OpenRequest request = workers.onlyHandingOut();
        if (request != null) {
            request.entrySeen = true;
            event.unique(request.unique).opcode(request.opcode).parent(request.nodeid);
            request.putName(event);
        }
        return true;
    }

    /** {@code FORGET 3/34}: also one line for each item of a BATCH_FORGET. */
    private boolean highLevelForget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!cursor.unsigned()) {
            return damaged();
        }
        event.nodeid(cursor.value());
        if (!cursor.skip('/') || !cursor.unsigned() || !cursor.atEnd()) {
            return damaged();
        }
        event.nlookup(cursor.value());
        style(LogStyle.HIGH_LEVEL);
        given(event, workers.forgetOf(event.nodeid()));
        return true;
    }

    /** One item of a FORGET was told. */
    private void given(Event event, @Nullable OpenRequest forget) {
        if (forget == null) {
            return;
        }
        event.unique(forget.unique);
        forget.itemsLeft--;
        if (forget.itemsLeft <= 0) {
            workers.remove(forget);
        }
    }

    /** {@code   1/dir -> 93860681042800}, which passthrough_ll writes twice for MKDIR, MKNOD and SYMLINK. */
    private boolean passthroughEntry(Event event) {
        event.start(EventKind.ENTRY, lines.line());
        if (!LogLine.entry(cursor, event)) {
            return damaged();
        }
        style(LogStyle.PASSTHROUGH);
        OpenRequest request = workers.handingOut(event);
        if (request != null) {
            if (request.entrySeen && Opcodes.logsEntryTwice(request.opcode)) {
                return false;
            }
            request.entrySeen = true;
            request.lastNodeid = event.nodeid();
            event.unique(request.unique).opcode(request.opcode);
        }
        return true;
    }

    private boolean passthroughForget(Event event) {
        event.start(EventKind.FORGET, lines.line());
        if (!LogLine.forget(cursor, event)) {
            return damaged();
        }
        style(LogStyle.PASSTHROUGH);
        long nodeid = event.nodeid();
        OpenRequest forget = workers.forgetOf(nodeid);
        OpenRequest withdrawing = event.nlookup() == 1 ? workers.withdrawing(nodeid) : null;
        if (withdrawing != null && (forget == null || forget.opcode == Opcodes.BATCH_FORGET)) {
            withdrawing.lastNodeid = 0;
            long serverCount = event.serverCount();
            event.start(EventKind.ENTRY_WITHDRAWN, lines.line()).unique(withdrawing.unique);
            event.nodeid(nodeid).serverCount(serverCount).nlookup(1);
        } else {
            given(event, forget);
        }
        return true;
    }

    /** {@code lo_lookup(parent=1, name=foo)}. */
    private boolean passthroughName() {
        boolean lookup = cursor.skip("lo_lookup(parent=");
        if (!lookup && !cursor.skip("lo_create(parent=")) {
            return chatter();
        }
        int close = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), ")");
        if (!cursor.unsigned() || !cursor.skip(", name=") || close < cursor.at()) {
            return damaged();
        }
        style(LogStyle.PASSTHROUGH);
        workers.nameIn(cursor.value(), lookup ? Opcodes.LOOKUP : Opcodes.CREATE, cursor.bytes(), cursor.at(), close);
        return false;
    }

    /** {@code LOOKUP /d/a}: the whole path. */
    private boolean lookup() {
        if (!cursor.skip("LOOKUP /")) {
            return chatter();
        }
        style(LogStyle.HIGH_LEVEL);
        pathName(Opcodes.LOOKUP, 0, cursor.end());
        return false;
    }

    /** {@code mkdir /d 0755 umask=0022}. */
    private boolean made() {
        if (cursor.skip("mkdir /")) {
            pathName(Opcodes.MKDIR, MkdirIn.BYTES, beforeMode());
            return false;
        }
        return chatter();
    }

    /** {@code create flags: 0x8241 /d/a 0100644 umask=0022}. */
    private boolean created() {
        if (cursor.skip("create flags: 0x") && cursor.hex() && cursor.skip(" /")) {
            pathName(Opcodes.CREATE, CreateIn.BYTES, beforeMode());
            return false;
        }
        return chatter();
    }

    private int beforeMode() {
        int umask = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), " umask=");
        return Ascii.lastIndexOf(cursor.bytes(), cursor.at(), Math.max(umask, cursor.at()), " ");
    }

    /** Takes the last part of a path, which the cursor is in, as the name of its request. */
    private void pathName(int opcode, int argsBytes, int end) {
        if (end > cursor.at()) {
            int slash = Ascii.lastIndexOf(cursor.bytes(), cursor.at() - 1, end, "/");
            workers.name(opcode, argsBytes, cursor.bytes(), slash + 1, end);
        }
    }

    /** {@code NOTIFY: code=3 length=37}. */
    private boolean notification(Event event) {
        if (!cursor.skip("NOTIFY: code=")) {
            return chatter();
        }
        event.start(EventKind.NOTIFY, lines.line());
        if (!cursor.unsigned()) {
            return damaged();
        }
        event.count(cursor.value());
        if (!cursor.skip(" length=") || !cursor.unsigned() || !cursor.atEnd()) {
            return damaged();
        }
        event.sizeBytes(cursor.value());
        return true;
    }

    /** {@code    INIT: 7.31}, the library's protocol; the kernel's stood before it without spaces. The smaller one holds. */
    private boolean init() {
        if (!cursor.skip("INIT: 7.") || !cursor.int32() || !cursor.atEnd()) {
            return chatter();
        }
        OpenRequest request = workers.latest(Opcodes.INIT);
        if (request != null) {
            request.meetProtocolMinor(cursor.intValue());
        }
        return false;
    }

    private boolean nullpath() {
        if (cursor.skip("nullpath_ok: ")) {
            style(LogStyle.HIGH_LEVEL);
            return false;
        }
        return chatter();
    }

    private boolean chatter() {
        cursor.moveTo(wrapper.start());
        cursor.skipSpaces();
        if (!LibfuseChatter.isKnown(cursor)) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
        }
        return false;
    }

    private boolean damaged() {
        diagnostics.report(DiagnosticCode.LINE_DAMAGED, lines.line());
        return false;
    }

    @Override
    public boolean showsEveryCount() {
        return !plainSeen && (style == LogStyle.PASSTHROUGH || !readdirplusSeen);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> held =
                EnumSet.of(Capability.REQUESTS, Capability.UNIQUE, Capability.ERRORS, Capability.FORGETS);
        if (timeSeen) {
            held.add(Capability.TIME);
        }
        if (pidSeen) {
            held.add(Capability.PID);
        }
        if (style == LogStyle.PASSTHROUGH || style == LogStyle.HIGH_LEVEL) {
            held.add(Capability.NAMES);
            held.add(Capability.ENTRY_NODEIDS);
            held.add(Capability.FORGET_COUNTS);
            if (style == LogStyle.PASSTHROUGH || !readdirplusSeen) {
                held.add(Capability.READDIRPLUS_ENTRIES);
            }
        }
        return held;
    }
}
