// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuselog;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.wire.OutHeader;

/**
 * The grammar of the lines that libfuse's lib/fuse_lowlevel.c and its passthrough_ll.c write, which the C virtiofsd took
 * over: {@link #begin} recognises a line and passes its beginning, the other methods read the rest into an event and return
 * false if it is damaged.
 */
public final class LogLine {
    private static final long RESEND_BIT = Long.MIN_VALUE;
    private static final String ARROW = " -> ";

    private LogLine() {}

    /** What a line is. */
    public enum Kind {
        REQUEST,
        REPLY,
        /** passthrough_ll hands a node out. */
        ENTRY,
        /** passthrough_ll takes a node back. */
        FORGET,
        /** passthrough_ll says the name that a LOOKUP asks for. */
        LOOKUP_NAME,
        /** passthrough_ll says the name that a CREATE makes. */
        CREATE_NAME,
        /** One side's protocol version in INIT. */
        INIT,
        /** None of these: the cursor has not moved. */
        OTHER
    }

    /** Recognises a line. */
    public static Kind begin(Cursor cursor) {
        return switch (cursor.peek()) {
            case 'u' -> cursor.skip("unique: ") ? Kind.REQUEST : Kind.OTHER;
            case ' ' -> beginIndented(cursor);
            case 'l' ->
                cursor.skip("lo_lookup(parent=")
                        ? Kind.LOOKUP_NAME
                        : cursor.skip("lo_create(parent=") ? Kind.CREATE_NAME : Kind.OTHER;
            case 'I' -> cursor.skip("INIT: 7.") ? Kind.INIT : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** Replies begin with three or more spaces, what happens to a node with two. */
    private static Kind beginIndented(Cursor cursor) {
        int from = cursor.at();
        int spaces = cursor.skipSpaces();
        int first = cursor.peek();
        if (first == 'u' && cursor.skip("unique: ")) {
            return Kind.REPLY;
        }
        if (first == 'f' && cursor.skip("forget ")) {
            return Kind.FORGET;
        }
        if (spaces == 2 && (Ascii.isDigit(first) || first == '-')) {
            return Kind.ENTRY;
        }
        if (first == 'I' && cursor.skip("INIT: 7.")) {
            return Kind.INIT;
        }
        cursor.moveTo(from);
        return Kind.OTHER;
    }

    /** {@code unique: 4, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 77}. */
    public static boolean request(Cursor cursor, Event event) {
        if (!cursor.unsigned()) {
            return false;
        }
        event.unique(cursor.value() & ~RESEND_BIT);
        if (!cursor.skip(", opcode: ") || !cursor.skipPast(" (") || !cursor.int32()) {
            return false;
        }
        event.opcode(cursor.intValue());
        if (!cursor.skip("), nodeid: ") || !cursor.unsigned()) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!cursor.skip(", insize: ") || !cursor.unsigned()) {
            return false;
        }
        event.sizeBytes(cursor.value());
        if (cursor.skip(", pid: ")) {
            if (!cursor.int32()) {
                return false;
            }
            event.pid(cursor.intValue());
        }
        return cursor.atEnd();
    }

    /**
     * {@code    unique: 8, error: -2 (No such file or directory), outsize: 16}, or {@code success} for the error, perhaps with
     * {@code  (splice)} behind it. The text in brackets is the locale's and may hold any character.
     */
    public static boolean reply(Cursor cursor, Event event) {
        if (!cursor.unsigned()) {
            return false;
        }
        event.unique(cursor.value() & ~RESEND_BIT);
        if (cursor.skip(", result=")) {
            return uringReply(cursor, event);
        }
        if (cursor.skip(", success")) {
            event.error(0);
        } else if (cursor.skip(", error: ") && cursor.int32()) {
            event.error(cursor.intValue());
        } else {
            return false;
        }
        if (!cursor.skipPast(", outsize: ") || !cursor.unsigned()) {
            return false;
        }
        event.sizeBytes(cursor.value());
        return cursor.atEnd() || (cursor.skip(" (splice)") && cursor.atEnd());
    }

    /** {@code     unique: 4, result=104} (libfuse 3.18, io_uring): the payload's length or a negative errno. */
    private static boolean uringReply(Cursor cursor, Event event) {
        if (!cursor.int32()) {
            return false;
        }
        event.error(Math.min(cursor.intValue(), 0));
        event.sizeBytes(OutHeader.BYTES + Math.max(cursor.intValue(), 0));
        return cursor.atEnd();
    }

    /** {@code   1/foo -> 2}. The name may hold anything, an arrow too: the last one counts. */
    public static boolean entry(Cursor cursor, Event event) {
        if (!cursor.signed() || !cursor.skip('/')) {
            return false;
        }
        event.parent(cursor.value());
        int name = cursor.at();
        int arrow = Ascii.lastIndexOf(cursor.bytes(), name, cursor.end(), ARROW);
        if (arrow < 0) {
            return false;
        }
        event.name().set(cursor.bytes(), name, arrow - name);
        cursor.moveTo(arrow + ARROW.length());
        if (!cursor.signed()) {
            return false;
        }
        event.nodeid(cursor.value());
        return cursor.atEnd();
    }

    /** {@code   forget 2 3 -1}: the node, its count before, what is given back. */
    public static boolean forget(Cursor cursor, Event event) {
        if (!cursor.signed()) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!cursor.skip(' ') || !cursor.signed()) {
            return false;
        }
        event.serverCount(cursor.value());
        if (!cursor.skip(" -") || !cursor.unsigned()) {
            return false;
        }
        event.nlookup(cursor.value());
        return cursor.atEnd();
    }

    /** {@code lo_lookup(parent=1, name=foo)}, {@code lo_create(parent=1, name=cr) kill_priv=0}: the request's nodeid and name. */
    public static boolean name(Cursor cursor, Event event) {
        int close = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), ")");
        if (!cursor.unsigned() || !cursor.skip(", name=") || close < cursor.at()) {
            return false;
        }
        event.nodeid(cursor.value());
        event.name().set(cursor.bytes(), cursor.at(), close - cursor.at());
        return true;
    }

    /**
     * {@code INIT: 7.38}, the kernel's protocol, or {@code    INIT: 7.31}, the daemon's: the smaller one holds. What else begins
     * so is of no interest.
     */
    public static boolean minor(Cursor cursor, Event event) {
        if (!cursor.int32() || !cursor.atEnd()) {
            return false;
        }
        event.protocolMinor(cursor.intValue());
        return true;
    }

    /** {@code NOTIFY: code=3 length=37}, which the library sends by itself. */
    public static boolean notification(Cursor cursor, Event event) {
        if (!cursor.unsigned()) {
            return false;
        }
        event.count(cursor.value());
        if (!cursor.skip(" length=") || !cursor.unsigned()) {
            return false;
        }
        event.sizeBytes(cursor.value());
        return cursor.atEnd();
    }
}
