// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import org.forgetmenot.event.Text;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.wire.CreateIn;
import org.forgetmenot.wire.MkdirIn;
import org.forgetmenot.wire.Opcode;

/** Takes names from the lines in which the high-level library says which path it works on (lib/fuse.c). */
final class PathNames {
    private final Workers workers;
    private final Text name = new Text();

    PathNames(Workers workers) {
        this.workers = workers;
    }

    /** {@code LOOKUP /d/a}. */
    boolean lookup(Cursor line) {
        return line.skip("LOOKUP /") && give(Opcode.LOOKUP, 0, line, line.end());
    }

    /** {@code mkdir /d 0755 umask=0022}. */
    boolean mkdir(Cursor line) {
        return line.skip("mkdir /") && give(Opcode.MKDIR, MkdirIn.BYTES, line, beforeMode(line));
    }

    /** {@code create flags: 0x8241 /d/a 0100644 umask=0022}. */
    boolean create(Cursor line) {
        return line.skip("create flags: 0x")
                && line.hex()
                && line.skip(" /")
                && give(Opcode.CREATE, CreateIn.BYTES, line, beforeMode(line));
    }

    private static int beforeMode(Cursor line) {
        int umask = Ascii.lastIndexOf(line.bytes(), line.at(), line.end(), " umask=");
        return Ascii.lastIndexOf(line.bytes(), line.at(), Math.max(umask, line.at()), " ");
    }

    /** Gives the last part of a path, which the cursor is in, to the request that it fits. */
    private boolean give(Opcode opcode, int argsBytes, Cursor line, int end) {
        if (end > line.at()) {
            int start = Ascii.lastIndexOf(line.bytes(), line.at() - 1, end, "/") + 1;
            name.set(line.bytes(), start, end - start);
            workers.name(opcode, argsBytes, name);
        }
        return true;
    }
}
