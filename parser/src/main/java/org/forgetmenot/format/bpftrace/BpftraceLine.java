// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bpftrace;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.wire.Opcode;

/**
 * The grammar of a line behind its two letters: {@code nsecs tid comm key=value ...}. The task's name may hold blanks and
 * ends where the line's first key begins. Pointers are hexadecimal, with or without {@code 0x}, modes octal.
 */
final class BpftraceLine {
    private static final int MODE_DIGITS_MAX = 8;

    private long returned;

    /** What fuse_iget or fuse_lookup_name returned. */
    long returned() {
        return returned;
    }

    /** {@code 1479716818000 4225 bash }, up to {@code  firstKey=}, which is passed. */
    private static boolean head(Cursor cursor, Event event, String firstKey) {
        if (!cursor.skip(' ') || !cursor.unsigned()) {
            return false;
        }
        event.timeNs(cursor.value());
        if (!cursor.skip(' ') || !cursor.int32()) {
            return false;
        }
        event.pid(cursor.intValue());
        int key = Ascii.indexOf(cursor.bytes(), cursor.at(), cursor.end(), firstKey);
        if (!cursor.skip(' ') || key < cursor.at()) {
            return false;
        }
        event.task().set(cursor.bytes(), cursor.at(), key - cursor.at());
        cursor.moveTo(key + firstKey.length());
        return true;
    }

    private static boolean pointer(Cursor cursor) {
        cursor.skip("0x");
        return cursor.hex();
    }

    private static boolean number(Cursor cursor, String key) {
        return cursor.skip(key) && cursor.unsigned();
    }

    /** {@code fc=ffff8881... nodeid=5 nlookup=3}. */
    boolean forget(Cursor cursor, Event event) {
        if (!head(cursor, event, " fc=") || !pointer(cursor)) {
            return false;
        }
        event.connection(cursor.value());
        if (!number(cursor, " nodeid=")) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!number(cursor, " nlookup=")) {
            return false;
        }
        event.nlookup(cursor.value());
        return true;
    }

    /** {@code sb=ffff... nodeid=5 gen=0 flags=0 mode=40755 ret=ffff...}. */
    boolean iget(Cursor cursor, Event event) {
        if (!head(cursor, event, " sb=") || !pointer(cursor)) {
            return false;
        }
        event.superblock(cursor.value());
        if (!number(cursor, " nodeid=")) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!cursor.skip(" gen=") || !cursor.int32()) {
            return false;
        }
        event.generation(cursor.value() & 0xffff_ffffL);
        if (!cursor.skip(" flags=") || !cursor.int32()) {
            return false;
        }
        event.attrFlags(cursor.intValue());
        if (!cursor.skip(" mode=") || !octal(cursor, event) || !cursor.skip(" ret=") || !pointer(cursor)) {
            return false;
        }
        returned = cursor.value();
        return true;
    }

    private static boolean octal(Cursor cursor, Event event) {
        byte[] bytes = cursor.bytes();
        int i = cursor.at();
        int mode = 0;
        while (i < cursor.end() && i - cursor.at() < MODE_DIGITS_MAX && bytes[i] >= '0' && bytes[i] <= '7') {
            mode = mode << 3 | (bytes[i++] - '0');
        }
        if (i == cursor.at()) {
            return false;
        }
        cursor.moveTo(i);
        event.mode(mode);
        return true;
    }

    /** {@code sb=ffff... parent=1 name=foo ret=0 node=5}: a LOOKUP, told when it is done. The name may hold anything. */
    boolean lookup(Cursor cursor, Event event) {
        if (!head(cursor, event, " sb=") || !pointer(cursor)) {
            return false;
        }
        event.superblock(cursor.value()).opcode(Opcode.LOOKUP.number());
        if (!number(cursor, " parent=") || !cursor.skip(" name=")) {
            return false;
        }
        event.nodeid(cursor.value());
        int name = cursor.at();
        int end = Ascii.lastIndexOf(cursor.bytes(), name, cursor.end(), " ret=");
        if (end < 0) {
            return false;
        }
        event.name().set(cursor.bytes(), name, end - name);
        cursor.moveTo(end + " ret=".length());
        if (!cursor.int32()) {
            return false;
        }
        returned = cursor.intValue();
        return number(cursor, " node=");
    }

    /** The end of the LOOKUP that was read last. */
    void lookupReturn(Event event) {
        event.error((int) returned).caller(KernelFunction.LOOKUP_NAME);
    }

    /** {@code sb=ffff... nodeid=5 nlookup=3}, the superblock if the script prints it. */
    boolean evict(Cursor cursor, Event event) {
        int from = cursor.at();
        if (head(cursor, event, " sb=") && pointer(cursor)) {
            event.superblock(cursor.value());
            if (!cursor.skip(" nodeid=")) {
                return false;
            }
        } else {
            cursor.moveTo(from);
            if (!head(cursor, event, " nodeid=")) {
                return false;
            }
        }
        if (!cursor.unsigned()) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!number(cursor, " nlookup=")) {
            return false;
        }
        event.nlookup(cursor.value());
        return true;
    }

    /** {@code conn=41 unique=6 op=1 len=42}. */
    boolean send(Cursor cursor, Event event) {
        if (!connection(cursor, event) || !cursor.skip(" op=") || !cursor.int32()) {
            return false;
        }
        event.opcode(cursor.intValue());
        return length(cursor, event);
    }

    /** {@code conn=41 unique=6 len=16 error=-2}. */
    boolean end(Cursor cursor, Event event) {
        if (!connection(cursor, event) || !length(cursor, event) || !cursor.skip(" error=") || !cursor.int32()) {
            return false;
        }
        event.error(cursor.intValue());
        return true;
    }

    private static boolean length(Cursor cursor, Event event) {
        if (!number(cursor, " len=")) {
            return false;
        }
        event.sizeBytes(cursor.value());
        return true;
    }

    private static boolean connection(Cursor cursor, Event event) {
        if (!head(cursor, event, " conn=") || !cursor.unsigned()) {
            return false;
        }
        event.connection(cursor.value());
        if (!number(cursor, " unique=")) {
            return false;
        }
        if (cursor.value() != 0) {
            event.unique(cursor.value() & Long.MAX_VALUE); // virtio-fs assigns the unique later: 0 here
        }
        return true;
    }
}
