// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.wire.CreateIn;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.MkdirIn;
import org.forgetmenot.wire.Opcode;

/**
 * The grammar of the lines that libfuse's high-level library writes (lib/fuse.c). It says which path it works on, whose last
 * part is the name of a request.
 */
final class HighLevelLine {
    private HighLevelLine() {}

    /** {@code    NODEID: 2}, behind the colon. */
    static boolean entry(Cursor line, Event event) {
        if (!line.unsigned()) {
            return false;
        }
        event.nodeid(line.value());
        return line.atEnd();
    }

    /** {@code FORGET 3/34}, one line for each item of a BATCH_FORGET too; behind the first space. */
    static boolean forget(Cursor line, Event event) {
        if (!line.unsigned()) {
            return false;
        }
        event.nodeid(line.value());
        if (!line.skip('/') || !line.unsigned()) {
            return false;
        }
        event.nlookup(line.value());
        return line.atEnd();
    }

    /** {@code LOOKUP /d/a}. */
    static boolean lookup(Cursor line, Event event) {
        return line.skip("LOOKUP /") && request(Opcode.LOOKUP, 0, line, line.end(), event);
    }

    /** {@code mkdir /d 0755 umask=0022}. */
    static boolean mkdir(Cursor line, Event event) {
        return line.skip("mkdir /") && request(Opcode.MKDIR, MkdirIn.BYTES, line, beforeMode(line), event);
    }

    /** {@code create flags: 0x8241 /d/a 0100644 umask=0022}. */
    static boolean create(Cursor line, Event event) {
        return line.skip("create flags: 0x")
                && line.hex()
                && line.skip(" /")
                && request(Opcode.CREATE, CreateIn.BYTES, line, beforeMode(line), event);
    }

    private static int beforeMode(Cursor line) {
        int umask = Ascii.lastIndexOf(line.bytes(), line.at(), line.end(), " umask=");
        return Ascii.lastIndexOf(line.bytes(), line.at(), Math.max(umask, line.at()), " ");
    }

    /** Tells which request works on a path, which the cursor is in: opcode, name, and so the length of its message. */
    private static boolean request(Opcode opcode, int argsBytes, Cursor line, int end, Event event) {
        if (end > line.at()) {
            int start = Ascii.lastIndexOf(line.bytes(), line.at() - 1, end, "/") + 1;
            event.name().set(line.bytes(), start, end - start);
        }
        event.opcode(opcode.number())
                .sizeBytes(InHeader.BYTES + argsBytes + event.name().length() + 1);
        return true;
    }
}
