// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bazil;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.requestlog.QuotedNames;
import org.forgetmenot.wire.Opcode;

/** Reads a request: {@code [ID=0x2 Node=0x1 Uid=0 Gid=0 Pid=123] "foo"}, its header and what follows. */
final class RequestText {
    private final QuotedNames names = new QuotedNames();

    /** {@code [ID=0x2 Node=0x1 Uid=0 Gid=0 Pid=123]}. */
    boolean header(Cursor cursor, Event event) {
        if (!cursor.skip("[ID=0x") || !cursor.hex()) {
            return false;
        }
        event.unique(cursor.value() & Long.MAX_VALUE);
        if (!cursor.skip(" Node=0x") || !cursor.hex()) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!cursor.skipPast(" Pid=") || !cursor.int32()) {
            return false;
        }
        event.pid(cursor.intValue());
        return cursor.skip(']');
    }

    /** What follows the header; a directory's request changes the event's opcode. */
    void arguments(Cursor cursor, Opcode opcode, Event event) {
        cursor.skip(' ');
        switch (opcode) {
            case LOOKUP, CREATE, MKDIR, GETXATTR, SETXATTR, REMOVEXATTR -> names.pass(cursor, event.name());
            case MKNOD -> {
                cursor.skip("Name ");
                names.pass(cursor, event.name());
            }
            case UNLINK -> {
                names.pass(cursor, event.name());
                directory(cursor, opcode, event);
            }
            case SYMLINK -> {
                if (cursor.skip("from ") && names.pass(cursor, event.name()) && cursor.skip(" to target ")) {
                    names.passSecond(cursor, event.secondName());
                }
            }
            case LINK -> {
                if (cursor.skip("node ") && cursor.unsigned()) {
                    event.otherNodeid(cursor.value());
                    if (cursor.skip(" to ")) {
                        names.pass(cursor, event.name());
                    }
                }
            }
            case RENAME -> {
                if (cursor.skip("from ") && names.pass(cursor, event.name()) && cursor.skip(" to dirnode 0x")) {
                    if (cursor.hex()) {
                        event.otherNodeid(cursor.value());
                    }
                    if (cursor.skip(' ')) {
                        names.passSecond(cursor, event.secondName());
                    }
                }
            }
            case OPEN -> directory(cursor, opcode, event);
            case READ, WRITE, FLUSH, RELEASE, FSYNC -> {
                if (cursor.skip("0x") && cursor.hex()) {
                    event.fh(cursor.value());
                }
                directory(cursor, opcode, event);
            }
            case INIT -> {
                if (cursor.skip("7.") && cursor.int32()) {
                    event.protocolMinor(cursor.intValue());
                }
            }
            case INTERRUPT -> {
                if (cursor.skip("ID 0x") && cursor.hex()) {
                    event.targetUnique(cursor.value());
                }
            }
            default -> {}
        }
    }

    /** A directory's request says {@code dir=true}, RELEASE only by its flags. */
    private static void directory(Cursor cursor, Opcode opcode, Event event) {
        byte[] bytes = cursor.bytes();
        if (Ascii.indexOf(bytes, cursor.at(), cursor.end(), "dir=true") >= 0
                || (opcode == Opcode.RELEASE
                        && Ascii.indexOf(bytes, cursor.at(), cursor.end(), "OpenDirectory") >= 0)) {
            event.opcode(BazilOpcodes.ofDirectory(opcode).number());
        }
    }
}
