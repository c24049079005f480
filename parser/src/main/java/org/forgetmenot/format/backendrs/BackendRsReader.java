// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.backendrs;

import java.io.InputStream;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.TimeStamp;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.requestlog.ReplyLine;
import org.forgetmenot.format.requestlog.RequestLogReader;
import org.forgetmenot.wire.Opcode;

/**
 * Reads {@code fuse: new req} and {@code fuse: new reply} lines, whatever logger wrote them. Only the length of a reply
 * tells that an entry was handed out; its nodeid is not logged with a unique.
 */
final class BackendRsReader extends RequestLogReader {
    /** {@code fuse_out_header} and {@code fuse_entry_out}. */
    private static final int ENTRY_REPLY_BYTES = 144;
    /** The same and {@code fuse_open_out}. */
    private static final int CREATE_REPLY_BYTES = 160;

    private final TimeStamp time = new TimeStamp();

    BackendRsReader(InputStream in, Diagnostics diagnostics) {
        super(in, diagnostics);
    }

    @Override
    protected boolean line(Event event) {
        int from = cursor.at();
        if (cursor.skip('[') && time.pass(cursor)) {
            time(time.epochNs());
        }
        cursor.moveTo(from);
        if (!cursor.skipPast("fuse: ")) {
            return notUnderstood();
        }
        if (cursor.skip("new req ")) {
            return request(event);
        }
        if (cursor.skip("new reply OutHeader { ") || cursor.skip("reply error header OutHeader { ")) {
            return reply(event);
        }
        return notUnderstood();
    }

    /** {@code Lookup: InHeader { len: 44, opcode: 1, unique: 4, nodeid: 0x1, uid: 0, gid: 0, pid: 93, padding: 0 }}. */
    private boolean request(Event event) {
        start(event, EventKind.REQUEST);
        if (!cursor.skipPast(": InHeader { len: ") || !cursor.unsigned()) {
            return damaged();
        }
        event.sizeBytes(cursor.value());
        if (!cursor.skip(", opcode: ") || !cursor.int32()) {
            return damaged();
        }
        event.opcode(cursor.intValue());
        if (!cursor.skip(", unique: ") || !cursor.unsigned()) {
            return damaged();
        }
        event.unique(plain(cursor.value()));
        if (!cursor.skip(", nodeid: ") || !(cursor.skip("0x") ? cursor.hex() : cursor.unsigned())) {
            return damaged();
        }
        event.nodeid(cursor.value());
        if (!cursor.skipPast(", pid: ") || !cursor.int32()) {
            return damaged();
        }
        event.pid(cursor.intValue());
        if (event.opcode() == Opcode.FORGET.number()) {
            forgets(event.nodeid());
        }
        return request(event, false);
    }

    /** {@code len: 144, error: 0, unique: 4 }}. */
    private boolean reply(Event event) {
        if (!cursor.skip("len: ") || !cursor.unsigned()) {
            return damaged();
        }
        long sizeBytes = cursor.value();
        if (!cursor.skip(", error: ") || !cursor.int32()) {
            return damaged();
        }
        int error = cursor.intValue();
        if (!cursor.skip(", unique: ") || !cursor.unsigned()) {
            return damaged();
        }
        long unique = plain(cursor.value());
        OpenRequest request = answer(unique);
        ReplyLine reply = reply(unique).error(error);
        reply.sizeBytes(sizeBytes);
        boolean entry = error == 0
                && (sizeBytes == ENTRY_REPLY_BYTES || sizeBytes == CREATE_REPLY_BYTES)
                && (request == null || request.handsOutEntry());
        if (!entry) {
            return replies(event);
        }
        start(event, EventKind.ENTRY).unique(unique);
        return repliesWith(event);
    }
}
