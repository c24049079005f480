// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bazil;

import java.io.InputStream;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.requestlog.Errors;
import org.forgetmenot.format.requestlog.GoTime;
import org.forgetmenot.format.requestlog.ReplyLine;
import org.forgetmenot.format.requestlog.RequestLogReader;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** Finds the lines of bazil.org/fuse among the program's own, by their arrows, and reads them. */
final class BazilReader extends RequestLogReader {
    /** How far into a line a program's own prefix is passed. */
    private static final int PREFIX_MAX = 160;

    private final GoTime time = new GoTime();
    private final RequestText text = new RequestText();

    BazilReader(InputStream in, Diagnostics diagnostics) {
        super(in, diagnostics);
    }

    @Override
    protected boolean line(Event event) {
        if (time.pass(cursor)) {
            time(time.ns());
        }
        int most = Math.min(cursor.end(), cursor.at() + PREFIX_MAX);
        for (int i = cursor.at(); i + 3 <= most; i++) {
            byte first = cursor.bytes()[i];
            if (first != '<' && first != '-' && first != '=') {
                continue;
            }
            cursor.moveTo(i);
            if (cursor.skip("<- ")) {
                return request(event);
            }
            if (cursor.skip("-> [ID=0x")) {
                return reply(event);
            }
            if (cursor.skip("=> Invalidate") || cursor.skip("=> Notify")) {
                start(event, EventKind.NOTIFY);
                return true;
            }
        }
        return notUnderstood();
    }

    private boolean request(Event event) {
        holds(Capability.READDIRPLUS_ENTRIES); // the library never negotiates READDIRPLUS: none is missing
        int name = cursor.at();
        int end = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ' ');
        if (end < 0 || end + 1 == cursor.end() || cursor.bytes()[end + 1] != '[') {
            return notUnderstood();
        }
        start(event, EventKind.REQUEST);
        cursor.moveTo(end + 1);
        if (!text.header(cursor, event)) {
            return damaged();
        }
        Opcode opcode = BazilOpcodes.find(cursor.bytes(), name, end);
        if (opcode == null) {
            if (cursor.skip(" opcode=") && cursor.int32()) {
                event.opcode(cursor.intValue());
            } else {
                unknownOpcode();
            }
            return request(event, true);
        }
        event.opcode(opcode.number());
        if (opcode == Opcode.FORGET) {
            if (!cursor.skip(' ') || !cursor.unsigned()) {
                return damaged();
            }
            forgets(event.nodeid(), cursor.value());
        } else if (opcode == Opcode.BATCH_FORGET) {
            return batch(event);
        } else {
            text.arguments(cursor, opcode, event);
        }
        return request(event, true);
    }

    /** {@code  5x1 6x2}: decimal nodeid and count, or {@code  empty}. */
    private boolean batch(Event event) {
        while (cursor.skip(' ') && cursor.unsigned()) {
            long nodeid = cursor.value();
            if (!cursor.skip('x') || !cursor.unsigned()) {
                damaged();
                break;
            }
            forgets(nodeid, cursor.value());
        }
        return request(event, true);
    }

    /** {@code -> [ID=0x2] Lookup 0x2 gen=1 valid=1m0s attr={...}}, {@code -> [ID=0x2] Lookup error=ENOENT}. */
    private boolean reply(Event event) {
        if (!cursor.hex()) {
            return damaged();
        }
        long unique = plain(cursor.value());
        if (!cursor.skip("] ")) {
            return damaged();
        }
        OpenRequest request = answer(unique);
        if (answersForget()) {
            return false;
        }
        ReplyLine reply = reply(unique);
        int name = cursor.at();
        int end = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ' ');
        if (end < 0) {
            reply.error(0);
            return isForget(name, cursor.end()) ? false : replies(event);
        }
        cursor.moveTo(end + 1);
        if (cursor.skip("error=")) {
            error(reply);
            return replies(event);
        }
        reply.error(0);
        cursor.skip('{');
        if (!cursor.skip("0x") || !cursor.hex()) {
            return replies(event);
        }
        long number = cursor.value();
        int opcode = request == null ? 0 : request.opcode;
        if (opcode == Opcode.OPEN.number() || opcode == Opcode.OPENDIR.number()) {
            reply.fh(number);
        } else if (cursor.skip(" gen=") && cursor.unsigned() && number != 0) {
            start(event, EventKind.ENTRY).unique(unique).nodeid(number).generation(cursor.value());
            if (cursor.skipPast(" ino=") && cursor.unsigned()) {
                event.ino(cursor.value());
            }
            if (opcode == Opcode.CREATE.number() && cursor.skipPast("} {0x") && cursor.hex()) {
                reply.fh(cursor.value());
            }
            return repliesWith(event);
        }
        return replies(event);
    }

    /** Whether the answer is to a FORGET: it is logged and never goes out. */
    private boolean isForget(int start, int end) {
        Opcode opcode = BazilOpcodes.find(cursor.bytes(), start, end);
        return opcode == Opcode.FORGET || opcode == Opcode.BATCH_FORGET;
    }

    /** {@code ENOENT}, {@code EIO: function not implemented} or, by programs that wrap errors, a text alone. */
    private void error(ReplyLine reply) {
        byte[] bytes = cursor.bytes();
        int colon = Ascii.indexOf(bytes, cursor.at(), cursor.end(), ": ");
        Errno errno = Errors.find(bytes, cursor.at(), colon < 0 ? cursor.end() : colon);
        if (errno != null) {
            reply.error(-errno.number());
        }
    }
}
