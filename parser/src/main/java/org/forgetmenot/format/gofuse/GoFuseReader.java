// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

import java.io.InputStream;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.requestlog.GoTime;
import org.forgetmenot.format.requestlog.ReplyLine;
import org.forgetmenot.format.requestlog.RequestLogReader;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Reads every form the log had: {@code Dispatch} and {@code Serialize} up to 2018, {@code rx} and {@code tx} since. */
final class GoFuseReader extends RequestLogReader {
    /** How far into a line a program's own prefix is passed. */
    private static final int PREFIX_MAX = 160;
    /** Linux has no errno above it (MAX_ERRNO in include/linux/err.h). */
    private static final int ERRNO_MAX = 4095;

    private static final String[] STARTS = {"rx ", "tx ", "doBatchForget: ", "Dispatch ", "Serialize ", "writer: "};

    private final GoTime time = new GoTime();
    private final RequestText text = new RequestText();
    private final EntryText entry = new EntryText();

    GoFuseReader(InputStream in, Diagnostics diagnostics) {
        super(in, diagnostics);
    }

    @Override
    protected boolean line(Event event) {
        if (time.pass(cursor)) {
            time(time.ns());
        }
        if (isOurs()) {
            return read(event);
        }
        int start = cursor.at();
        int most = Math.min(cursor.end(), start + PREFIX_MAX);
        for (String word : STARTS) {
            int found = Ascii.indexOf(cursor.bytes(), start, most, word);
            if (found > start && cursor.bytes()[found - 1] == ' ') {
                cursor.moveTo(found);
                if (isOurs()) {
                    return read(event);
                }
            }
        }
        return notUnderstood();
    }

    private enum Form {
        RX,
        TX,
        BATCH_ITEM,
        DISPATCH,
        SERIALIZE,
        WRITER
    }

    private static final String OPCODE = ". opcode: ";

    private long lastEntry;
    private @Nullable Opcode lastEntryOpcode;
    private @Nullable Form form;
    private long unique;

    /** Recognises the beginning of a line and passes it, unique and colon included; else leaves the cursor. */
    private boolean isOurs() {
        int from = cursor.at();
        form = null;
        if (cursor.skip("rx ")) {
            form = Form.RX;
        } else if (cursor.skip("tx ")) {
            form = Form.TX;
        } else if (cursor.skip("doBatchForget: ")) {
            form = Form.BATCH_ITEM;
            return true;
        } else if (cursor.skip("writer: Write/Writev failed, err: ")) {
            form = Form.WRITER;
            return true;
        } else if (cursor.skip("Dispatch ")) {
            form = Form.DISPATCH;
        } else if (cursor.skip("Serialize ")) {
            form = Form.SERIALIZE;
        }
        if (form == null || !cursor.unsigned()) {
            cursor.moveTo(from);
            return false;
        }
        unique = plain(cursor.value());
        if (!cursor.skip(": ")) {
            cursor.moveTo(from);
            return false;
        }
        return true;
    }

    private boolean read(Event event) {
        Form recognised = form;
        if (recognised == null) {
            return false;
        }
        return switch (recognised) {
            case RX -> request(event, ' ');
            case DISPATCH -> request(event, ',');
            case TX -> reply(event);
            case SERIALIZE -> oldReply(event);
            case BATCH_ITEM -> batchItem(event);
            case WRITER -> refused(event);
        };
    }

    /** {@code LOOKUP n1 ["foo"] 4b p1234}; up to 2018 {@code LOOKUP, NodeId: 1. names: [foo] 4 bytes}. */
    private boolean request(Event event, char after) {
        start(event, EventKind.REQUEST).unique(unique);
        int name = cursor.at();
        int end = Ascii.indexOf(cursor.bytes(), name, cursor.end(), after);
        if (end < 0) {
            return damaged();
        }
        Opcode opcode = GoFuseOpcodes.find(cursor.bytes(), name, end);
        cursor.moveTo(end);
        if (!cursor.skip(" n") && !cursor.skip(" i") && !cursor.skip(", NodeId: ")) {
            return damaged();
        }
        if (!cursor.unsigned()) {
            return damaged();
        }
        event.nodeid(cursor.value());
        cursor.skip('.');
        if (opcode == null) {
            unknownOpcode();
        } else {
            event.opcode(opcode.number());
        }
        text.read(cursor, event);
        if (opcode == Opcode.FORGET) {
            if (text.hasNlookup()) {
                forgets(event.nodeid(), text.nlookup());
            } else {
                forgets(event.nodeid());
            }
        }
        return request(event, false);
    }

    /** {@code rx 2982 1/2: FORGET n804 {Nlookup=1}}; up to 2018 {@code forgetting 1 of 2: NodeId: 804, Nlookup: 1}. */
    private boolean batchItem(Event event) {
        start(event, EventKind.FORGET);
        if (cursor.skip("rx ")) {
            if (!cursor.unsigned()) {
                return damaged();
            }
            event.unique(plain(cursor.value()));
            if (!cursor.skipPast(": FORGET ") || (!cursor.skip('n') && !cursor.skip('i')) || !cursor.unsigned()) {
                return damaged();
            }
            event.nodeid(cursor.value());
            if (!cursor.skip(" {Nlookup=") || !cursor.unsigned() || !cursor.skip('}')) {
                return damaged();
            }
        } else {
            if (!cursor.skip("forgetting ") || !cursor.skipPast(": NodeId: ") || !cursor.unsigned()) {
                return damaged();
            }
            event.nodeid(cursor.value());
            if (!cursor.skip(", Nlookup: ") || !cursor.unsigned()) {
                return damaged();
            }
        }
        event.nlookup(cursor.value());
        return forgetsAlone(event);
    }

    /**
     * {@code 2=no such file or directory. opcode: LOOKUP}: the kernel refused a reply, whose {@code tx} was logged before; the
     * last of that opcode, for the line names no unique.
     */
    private boolean refused(Event event) {
        byte[] bytes = cursor.bytes();
        int opcode = Ascii.lastIndexOf(bytes, cursor.at(), cursor.end(), OPCODE);
        int name = opcode + OPCODE.length();
        if (opcode < 0 || lastEntryOpcode == null || GoFuseOpcodes.find(bytes, name, cursor.end()) != lastEntryOpcode) {
            return false;
        }
        lastEntryOpcode = null;
        start(event, EventKind.ENTRY_WITHDRAWN).nodeid(lastEntry).nlookup(1);
        return true;
    }

    /** {@code     OK, {n2 g1 ...}}, {@code     2=no such file or directory}; a notification has the unique 0. */
    private boolean reply(Event event) {
        cursor.skipSpaces();
        if (unique == 0) {
            start(event, EventKind.NOTIFY);
            return true;
        }
        return status(event, ", ");
    }

    /** CREATE's handle behind its entry: {@code {Fh 3 }}, and {@code &{3 0 0}} where the struct had no text of its own. */
    private void handle(ReplyLine reply) {
        if ((cursor.skipPast("{Fh ") || cursor.skipPast("&{")) && cursor.unsigned()) {
            reply.fh(cursor.value());
        }
    }

    /** {@code LOOKUP code: OK value: {NodeId: 2 Generation=1 ...}}. */
    private boolean oldReply(Event event) {
        return cursor.skipPast(" code: ") ? status(event, " value: ") : damaged();
    }

    private boolean status(Event event, String beforeValue) {
        int error = 0;
        if (!cursor.skip("OK")) {
            if (!cursor.int32() || cursor.value() < 0 || cursor.value() > ERRNO_MAX || cursor.peek() != '=') {
                return damaged();
            }
            error = -cursor.intValue();
        }
        OpenRequest request = answer(unique);
        if (answersForget()) {
            return false;
        }
        ReplyLine reply = reply(unique).error(error);
        if (error != 0 || !cursor.skip(beforeValue)) {
            return replies(event);
        }
        Opcode opcode = request == null ? null : Opcode.of(request.opcode);
        if (entry.isEntry(cursor) && (request == null || request.handsOutEntry())) {
            start(event, EventKind.ENTRY).unique(unique);
            if (!entry.read(cursor, event)) {
                return damaged();
            }
            if (opcode == Opcode.CREATE || opcode == Opcode.TMPFILE) {
                handle(reply);
            }
            if (event.nodeid() == 0) {
                return replies(event);
            }
            lastEntry = event.nodeid();
            lastEntryOpcode = opcode;
            return repliesWith(event);
        }
        if (opcode == Opcode.INIT && cursor.skip("{7.") && cursor.int32()) {
            reply.protocolMinor(cursor.intValue());
        } else if ((opcode == Opcode.OPEN || opcode == Opcode.OPENDIR) && cursor.skip("{Fh ") && cursor.unsigned()) {
            reply.fh(cursor.value());
        }
        return replies(event);
    }
}
