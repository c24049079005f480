// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuselog;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.wire.OutHeader;

/**
 * The grammar of the lines that libfuse's lib/fuse_lowlevel.c and its passthrough_ll.c write, which the C virtiofsd took
 * over: each method reads the rest of a line, whose beginning has been recognised, into an event, and returns false if the line is damaged.
 */
public final class LogLine {
    private static final long RESEND_BIT = Long.MIN_VALUE;
    private static final String ARROW = " -> ";

    private LogLine() {}

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
}
