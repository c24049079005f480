// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.requestlog.QuotedNames;

/** Reads what stands in brackets behind an operation's name: {@code (parent 1, name "b.txt", PID 870932)} (debug.go). */
final class Components {
    private final QuotedNames names = new QuotedNames();
    private boolean hasInode;
    private long inode;
    private boolean hasHandle;
    private long handle;

    /** Reads a request's components; false if they are damaged. */
    boolean read(Cursor cursor, Event event) {
        hasInode = false;
        hasHandle = false;
        if (!cursor.skip('(')) {
            return false;
        }
        while (!cursor.skip(')')) {
            if (!component(cursor, event)) {
                return false;
            }
            if (!cursor.skip(", ") && cursor.peek() != ')') {
                return false;
            }
        }
        return true;
    }

    private boolean component(Cursor cursor, Event event) {
        if (cursor.skip("inode ") || cursor.skip("parent ") || cursor.skip("old_parent ")) {
            if (!cursor.unsigned()) {
                return false;
            }
            hasInode = true;
            inode = cursor.value();
            event.nodeid(inode);
            return true;
        }
        if (cursor.skip("new_parent ")) {
            return cursor.unsigned() && event.otherNodeid(cursor.value()).hasOtherNodeid();
        }
        if (cursor.skip("name ") || cursor.skip("old_name ")) {
            return names.pass(cursor, event.name());
        }
        if (cursor.skip("new_name ")) {
            return names.passSecond(cursor, event.secondName());
        }
        if (cursor.skip("PID ")) {
            return cursor.int32() && event.pid(cursor.intValue()).hasPid();
        }
        if (cursor.skip("handle ")) {
            hasHandle = cursor.unsigned();
            handle = cursor.value();
            return hasHandle && event.fh(handle).hasFh();
        }
        if (cursor.skip("fuseid 0x")) {
            return cursor.hex() && event.targetUnique(cursor.value()).hasTargetUnique();
        }
        if (cursor.skip("opcode ")) {
            return cursor.int32() && event.opcode(cursor.intValue()).hasOpcode();
        }
        return passOther(cursor);
    }

    /** Offsets, sizes, modes and times: up to the next component. */
    private static boolean passOther(Cursor cursor) {
        byte[] bytes = cursor.bytes();
        int comma = Ascii.indexOf(bytes, cursor.at(), cursor.end(), ", ");
        int bracket = Ascii.lastIndexOf(bytes, cursor.at(), cursor.end(), ")");
        int end = comma < 0 ? bracket : comma;
        if (end < 0) {
            return false;
        }
        cursor.moveTo(end);
        return true;
    }

    /** Whether an inode was named. */
    boolean hasInode() {
        return hasInode;
    }

    long inode() {
        return inode;
    }

    boolean hasHandle() {
        return hasHandle;
    }

    long handle() {
        return handle;
    }
}
