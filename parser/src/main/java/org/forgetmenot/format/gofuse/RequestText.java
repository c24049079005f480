// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.requestlog.QuotedNames;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Reads what follows the nodeid in a request's line: the arguments in braces, names and the pid (fuse/print.go). */
final class RequestText {
    private final QuotedNames names = new QuotedNames();
    private boolean hasNlookup;
    private long nlookup;

    /** Whether the arguments hold {@code Nlookup}. */
    boolean hasNlookup() {
        return hasNlookup;
    }

    long nlookup() {
        return nlookup;
    }

    /** {@code {Fh 3 ...} ["foo"] 4b p1234}, most of it missing mostly; what is odd stays unknown. */
    void read(Cursor cursor, Event event) {
        hasNlookup = false;
        readPid(cursor, event);
        cursor.skipSpaces();
        Opcode opcode = Opcode.of(event.opcode());
        if (cursor.skip('{')) {
            arguments(cursor, opcode, event);
        } else if (cursor.skip("data: {")) {
            arguments(cursor, opcode, event);
        }
        if (opcode != null && opcode.names() > 0) {
            readNames(cursor, opcode, event);
        }
    }

    /** {@code p1234} at the end, since 2.6. */
    private static void readPid(Cursor cursor, Event event) {
        int at = Ascii.lastIndexOf(cursor.bytes(), cursor.at(), cursor.end(), " p");
        if (at < 0) {
            return;
        }
        int back = cursor.at();
        cursor.moveTo(at + 2);
        if (cursor.int32() && cursor.atEnd()) {
            event.pid(cursor.intValue());
        }
        cursor.moveTo(back);
    }

    private void arguments(Cursor cursor, @Nullable Opcode opcode, Event event) {
        if (opcode == null) {
            return;
        }
        switch (opcode) {
            case FORGET -> {
                hasNlookup = cursor.skip("Nlookup=") && cursor.unsigned();
                nlookup = cursor.value();
            }
            case LINK -> {
                if ((cursor.skip("Oldnodeid: ") || cursor.skip('n') || cursor.skip('i')) && passNode(cursor)) {
                    event.otherNodeid(cursor.value());
                }
            }
            case RENAME, RENAME2 -> {
                if ((cursor.skip('n') || cursor.skip('i')) && cursor.unsigned()) {
                    event.otherNodeid(cursor.value());
                }
            }
            case READ, WRITE, FLUSH, RELEASE, FSYNC, READDIR, READDIRPLUS, RELEASEDIR, FSYNCDIR, FALLOCATE, LSEEK -> {
                if (cursor.skip("Fh ") && cursor.unsigned()) {
                    event.fh(cursor.value());
                }
            }
            case INTERRUPT -> {
                if (cursor.skip("ix ") && cursor.unsigned()) {
                    event.targetUnique(cursor.value());
                }
            }
            case INIT -> {
                if (cursor.skip("7.") && cursor.int32()) {
                    event.protocolMinor(cursor.intValue());
                }
            }
            default -> {}
        }
    }

    private static boolean passNode(Cursor cursor) {
        if (!cursor.skip('n')) {
            cursor.skip('i');
        }
        return cursor.unsigned();
    }

    /** {@code ["a" "b"] 6b}, since 2.7 {@code "a" "b"}, before 2019 {@code names: [a] 4 bytes}. */
    private void readNames(Cursor cursor, Opcode opcode, Event event) {
        byte[] bytes = cursor.bytes();
        int old = Ascii.indexOf(bytes, cursor.at(), cursor.end(), "names: [");
        int quote = Ascii.indexOf(bytes, cursor.at(), cursor.end(), '"');
        if (old >= 0 && (quote < 0 || old < quote)) {
            int start = old + "names: [".length();
            int end = Ascii.lastIndexOf(bytes, start, cursor.end(), "] ");
            if (end > start && opcode.names() == 1) {
                event.name().set(bytes, start, end - start);
            }
            return;
        }
        if (quote < 0) {
            return;
        }
        cursor.moveTo(quote);
        if (names.pass(cursor, event.name()) && opcode.names() > 1 && cursor.skip(' ')) {
            names.passSecond(cursor, event.secondName());
        }
    }
}
