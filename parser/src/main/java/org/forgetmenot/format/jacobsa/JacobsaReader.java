// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import java.io.InputStream;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.requestlog.Errors;
import org.forgetmenot.format.requestlog.GoTime;
import org.forgetmenot.format.requestlog.ReplyLine;
import org.forgetmenot.format.requestlog.RequestLogReader;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** Reads {@code Op 0x00000160        connection.go:420] <- LookUpInode (parent 1, name "b.txt", PID 870932)}. */
final class JacobsaReader extends RequestLogReader {
    private final GoTime time = new GoTime();
    private final Components components = new Components();
    private long lastEntry;
    /** Whether the last reply handed out {@link #lastEntry}. */
    private boolean entryStands;

    JacobsaReader(InputStream in, Diagnostics diagnostics) {
        super(in, diagnostics);
    }

    @Override
    protected boolean line(Event event) {
        if (time.pass(cursor)) {
            time(time.ns());
        }
        int from = cursor.at();
        if (!cursor.skipPast("Op 0x")) {
            cursor.moveTo(from);
            return cursor.skipPast("writeMessage: ") ? refused(event) : notUnderstood();
        }
        if (!cursor.hex()) {
            return damaged();
        }
        long unique = plain(cursor.value());
        if (!cursor.skipPast("] ")) {
            return damaged();
        }
        if (cursor.skip("<- ")) {
            return request(event, unique);
        }
        return cursor.skip("-> ") ? reply(event, unique) : damaged();
    }

    private boolean request(Event event, long unique) {
        start(event, EventKind.REQUEST).unique(unique);
        int name = cursor.at();
        int end = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ' ');
        if (end < 0) {
            return damaged();
        }
        Opcode opcode = JacobsaOpcodes.find(cursor.bytes(), name, end);
        if (opcode != null) {
            event.opcode(opcode.number());
        }
        cursor.moveTo(end + 1);
        if (!components.read(cursor, event)) {
            return damaged();
        }
        if (!event.hasOpcode()) {
            unknownOpcode();
        }
        if (opcode == Opcode.FORGET && event.hasNodeid()) {
            forgets(event.nodeid());
        }
        return request(event, true);
    }

    /** {@code OK (inode 2)}, since mid-2024 {@code LookUpInode (inode 2)}; {@code Error: "no such file or directory"}. */
    private boolean reply(Event event, long unique) {
        OpenRequest request = answer(unique);
        if (answersForget()) {
            return false;
        }
        ReplyLine reply = reply(unique);
        entryStands = false;
        if (cursor.skip("Error: \"")) {
            error(reply);
            return replies(event);
        }
        int name = cursor.at();
        int end = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ' ');
        if (end < 0) {
            return damaged();
        }
        Opcode named = JacobsaOpcodes.find(cursor.bytes(), name, end);
        if (named == Opcode.FORGET || named == Opcode.BATCH_FORGET) {
            return false;
        }
        reply.error(0);
        cursor.moveTo(end + 1);
        start(event, EventKind.ENTRY);
        if (!components.read(cursor, event)) {
            return damaged();
        }
        boolean handsOut = request == null ? named == null || named.countsEntry() : request.handsOutEntry();
        // a negative entry that may be cached has the inode 0
        if (components.hasInode() && components.inode() != 0 && handsOut) {
            lastEntry = components.inode();
            entryStands = true;
            start(event, EventKind.ENTRY).unique(unique).nodeid(lastEntry);
            return repliesWith(event);
        }
        if (components.hasHandle()) {
            reply.fh(components.handle());
        }
        return replies(event);
    }

    /** {@code no such file or directory [16 0 0 0 ...]}: the kernel refused the reply that was logged last. */
    private boolean refused(Event event) {
        if (!entryStands) {
            return false;
        }
        entryStands = false;
        start(event, EventKind.ENTRY_WITHDRAWN).nodeid(lastEntry).nlookup(1);
        return true;
    }

    private void error(ReplyLine reply) {
        int end = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), "\"");
        Errno errno = Errors.find(cursor.bytes(), cursor.at(), end < 0 ? cursor.end() : end);
        if (errno != null) {
            reply.error(-errno.number());
        }
    }
}
