// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fuser;

import java.io.InputStream;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.TimeStamp;
import org.forgetmenot.format.requestlog.QuotedNames;
import org.forgetmenot.format.requestlog.RequestLogReader;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Reads {@code FUSE(} lines of fuser and fuse, and the spans of mountpoint-s3. */
final class FuserReader extends RequestLogReader {
    private static final String SPAN_END = "}: mountpoint_s3";

    private final TimeStamp time = new TimeStamp();
    private final QuotedNames names = new QuotedNames();
    /** The crate logs its requests itself: what mountpoint-s3 says of them is the same once more. */
    private boolean crateLogs;

    FuserReader(InputStream in, Diagnostics diagnostics) {
        super(in, diagnostics);
    }

    @Override
    protected boolean line(Event event) {
        int from = cursor.at();
        if (cursor.skip('[') && time.pass(cursor)) {
            time(time.epochNs());
        }
        cursor.moveTo(from);
        if (cursor.skipPast("FUSE(")) {
            cursor.skipSpaces();
            if (cursor.unsigned()) {
                return crateLine(event, plain(cursor.value()));
            }
            cursor.moveTo(from);
        }
        int span = Ascii.indexOf(cursor.bytes(), from, cursor.end(), "{req=");
        return span > from ? spanLine(event, from, span) : notUnderstood();
    }

    /** {@code ) ino 0x0000000000000001: LOOKUP name "foo" thread=fuser-0}, the unique and its bracket passed. */
    private boolean crateLine(Event event, long unique) {
        crateLogs = true;
        start(event, EventKind.REQUEST).unique(unique);
        if (!cursor.skip(") ino 0x") || !cursor.hex()) {
            return damaged();
        }
        event.nodeid(cursor.value());
        cursor.skip(':');
        if (cursor.atEnd() || cursor.skip(" thread=")) {
            return request(event, false); // fuser 0.8.0 tells no more
        }
        if (!cursor.skip(' ')) {
            return damaged();
        }
        int name = cursor.at();
        int space = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ' ');
        int end = space < 0 ? cursor.end() : space;
        Opcode opcode = opcode(name, end);
        if (opcode == null) {
            unknownOpcode();
            return request(event, false);
        }
        event.opcode(opcode.number());
        cursor.moveTo(end);
        cursor.skip(' ');
        return arguments(event) && request(event, false);
    }

    private @Nullable Opcode opcode(int start, int end) {
        if (Ascii.startsWith(cursor.bytes(), start, end, "SETLK|")) {
            return Opcode.SETLK;
        }
        return FuserOpcodes.find(cursor.bytes(), start, end);
    }

    private boolean arguments(Event event) {
        Opcode opcode = Opcode.of(event.opcode());
        if (opcode == null) {
            return true;
        }
        switch (opcode) {
            case FORGET -> {
                if (!cursor.skip("nlookup ") || !cursor.unsigned()) {
                    return damaged();
                }
                forgets(event.nodeid(), cursor.value());
            }
            case BATCH_FORGET -> {
                return batch();
            }
            case LOOKUP, MKNOD, MKDIR, UNLINK, RMDIR, CREATE, GETXATTR, SETXATTR, REMOVEXATTR -> {
                if (cursor.skip("name ")) {
                    names.pass(cursor, event.name());
                }
            }
            case SYMLINK -> {
                if (cursor.skip("target ")
                        && names.passSecond(cursor, event.secondName())
                        && cursor.skip(", link_name ")) {
                    names.pass(cursor, event.name());
                }
            }
            case RENAME, RENAME2 -> {
                if ((cursor.skip("src ") || cursor.skip("from ")) && names.pass(cursor, event.name())) {
                    if (cursor.skip(", dest ") || cursor.skip(", to ")) {
                        names.passSecond(cursor, event.secondName());
                    }
                }
            }
            case LINK -> {
                if (cursor.skip("ino ") && (cursor.skip("INodeNo(") || !cursor.atEnd()) && cursor.unsigned()) {
                    event.otherNodeid(cursor.value());
                    if (cursor.skipPast(", dest ")) {
                        names.pass(cursor, event.name());
                    }
                }
            }
            case INIT -> {
                if (cursor.skip("kernel ABI 7.") && cursor.int32()) {
                    event.protocolMinor(cursor.intValue());
                }
            }
            case READ, WRITE, RELEASE, FLUSH, FSYNC, READDIR, READDIRPLUS, RELEASEDIR, FSYNCDIR -> {
                if (cursor.skip("fh ") && (cursor.skip("FileHandle(") || !cursor.atEnd()) && cursor.unsigned()) {
                    event.fh(cursor.value());
                }
            }
            case INTERRUPT -> {
                if (cursor.skip("unique ") && (cursor.skip("RequestId(") || !cursor.atEnd()) && cursor.unsigned()) {
                    event.targetUnique(cursor.value());
                }
            }
            default -> {}
        }
        return true;
    }

    /** {@code nodes [fuse_forget_one { nodeid: 5, nlookup: 1 }, ...]}; up to 0.7 only numbers, which name no nodeid. */
    private boolean batch() {
        if (!cursor.skip("nodes [")) {
            return true;
        }
        while (cursor.skipPast("{ nodeid: ")) {
            if (!cursor.unsigned()) {
                return damaged();
            }
            long nodeid = cursor.value();
            if (!cursor.skip(", nlookup: ") || !cursor.unsigned()) {
                return damaged();
            }
            forgets(nodeid, cursor.value());
        }
        return true;
    }

    /** {@code DEBUG lookup{req=7 ino=1 name="x" pid=3}: mountpoint_s3_fs::fuse: New request}, or how it failed. */
    private boolean spanLine(Event event, int from, int span) {
        byte[] bytes = cursor.bytes();
        int end = cursor.end();
        int close = Ascii.indexOf(bytes, span, end, SPAN_END);
        if (close < 0) {
            return notUnderstood();
        }
        int message = Ascii.indexOf(bytes, close + SPAN_END.length(), end, ": ");
        cursor.moveTo(span + "{req=".length());
        if (message < 0 || !cursor.unsigned()) {
            return damaged();
        }
        long unique = plain(cursor.value());
        if (Ascii.startsWith(bytes, message, end, ": New request")) {
            return !crateLogs && newRequest(event, unique, from, span);
        }
        cursor.moveTo(message);
        if (!cursor.skipPast(" failed with errno ") || !cursor.int32() || cursor.value() <= 0) {
            return false;
        }
        answer(unique);
        reply(unique).error(-cursor.intValue());
        return replies(event);
    }

    private boolean newRequest(Event event, long unique, int from, int span) {
        start(event, EventKind.REQUEST).unique(unique);
        if (!cursor.skip(" ino=") || !cursor.unsigned()) {
            return damaged();
        }
        event.nodeid(cursor.value());
        byte[] bytes = cursor.bytes();
        int name = span;
        while (name > from && bytes[name - 1] != ' ') {
            name--;
        }
        Opcode opcode = FuserOpcodes.find(bytes, name, span);
        if (opcode == null) {
            unknownOpcode();
            return request(event, false);
        }
        event.opcode(opcode.number());
        if (cursor.skip(" name=")) {
            names.pass(cursor, event.name());
        }
        if (opcode == Opcode.FORGET) {
            if (!cursor.skip(" nlookup=") || !cursor.unsigned()) {
                return damaged();
            }
            forgets(event.nodeid(), cursor.value());
        }
        if (cursor.skipPast(" pid=") && cursor.int32()) {
            event.pid(cursor.intValue());
        }
        return request(event, false);
    }
}
