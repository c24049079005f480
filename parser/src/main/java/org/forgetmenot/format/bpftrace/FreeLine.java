// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bpftrace;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;

/**
 * What people print from scripts of their own, as {@code forgetting nodeid 8: 158 bash sb 92df800} in kata-containers issue
 * 8040: a line that begins with what happened ({@code forget...}, {@code evict...}, {@code iget}, with or without
 * {@code fuse_}) and names the nodeid. Keys are followed by blanks, {@code =} or {@code :}; what else a line holds is passed over.
 */
final class FreeLine {
    /** How a line may begin; the first letter is easily lost when copying. */
    private static final String[] FORGETS = {"forget", "orget", "fuse_queue_forget", "fuse_chan_queue_forget"};

    private static final String[] EVICTIONS = {"evict", "fuse_evict"};
    private static final String[] IGETS = {"iget", "fuse_iget"};

    private static final String NODEID = "nodeid";
    private static final String[] SUPERBLOCK = {"sb", "superblock", "i_sb"};
    private static final String[] CONNECTION = {"fc", "conn"};
    private static final String[] PID = {"pid", "tid"};

    private EventKind kind = EventKind.OTHER;
    private boolean alsoForgets;

    /** Recognises a line by its beginning and by its nodeid; the cursor stays where it is. */
    boolean isOurs(Cursor cursor) {
        int from = cursor.at();
        kind = EventKind.OTHER;
        alsoForgets = false;
        passPrefix(cursor);
        if (begins(cursor, IGETS)) {
            kind = EventKind.KERNEL_IGET;
        } else if (begins(cursor, EVICTIONS)) {
            kind = EventKind.KERNEL_EVICT;
        } else if (begins(cursor, FORGETS)) {
            // only fuse_evict_inode has a superblock at hand when it forgets
            alsoForgets = pointer(cursor, cursor.at(), SUPERBLOCK);
            kind = alsoForgets ? EventKind.KERNEL_EVICT : EventKind.KERNEL_FORGET;
        }
        cursor.moveTo(from);
        boolean ours = kind != EventKind.OTHER && key(cursor, NODEID);
        cursor.moveTo(from);
        return ours;
    }

    /** What the line tells: an inode got or evicted, or a FORGET. */
    EventKind kind() {
        return kind;
    }

    /** Whether it is an eviction that sends a FORGET. */
    boolean alsoForgets() {
        return alsoForgets;
    }

    /** A time or a processor, {@code [12.345678] }. */
    private static void passPrefix(Cursor cursor) {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        while (at < cursor.end() && (Ascii.isDigit(bytes[at]) || " \t[]:.".indexOf(bytes[at]) >= 0)) {
            at++;
        }
        cursor.moveTo(at);
    }

    private static boolean begins(Cursor cursor, String[] words) {
        for (String word : words) {
            if (Ascii.startsWith(cursor.bytes(), cursor.at(), cursor.end(), word)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the fields of a line that {@link #isOurs}; false if the nodeid is no number. */
    boolean read(Cursor cursor, Event event) {
        int from = cursor.at();
        if (!key(cursor, NODEID) || !(cursor.skip("0x") ? cursor.hex() : cursor.unsigned())) {
            return false;
        }
        event.nodeid(cursor.value());
        task(cursor, event);
        cursor.moveTo(from);
        if (key(cursor, "nlookup") && cursor.unsigned()) {
            event.nlookup(cursor.value());
        }
        if (pointer(cursor, from, SUPERBLOCK)) {
            event.superblock(cursor.value());
        }
        if (pointer(cursor, from, CONNECTION)) {
            event.connection(cursor.value());
        }
        for (String name : PID) {
            cursor.moveTo(from);
            if (key(cursor, name) && cursor.int32()) {
                event.pid(cursor.intValue());
            }
        }
        cursor.moveTo(from);
        if (key(cursor, "comm")) {
            word(cursor, event);
        }
        return true;
    }

    /** {@code : 158 bash}, right behind the nodeid. */
    private static void task(Cursor cursor, Event event) {
        if (cursor.skip(": ") && cursor.int32()) {
            int pid = cursor.intValue();
            if (cursor.skip(' ')) {
                event.pid(pid);
                word(cursor, event);
            }
        }
    }

    private static void word(Cursor cursor, Event event) {
        int start = cursor.at();
        int space = Ascii.indexOf(cursor.bytes(), start, cursor.end(), ' ');
        event.task().set(cursor.bytes(), start, (space < 0 ? cursor.end() : space) - start);
    }

    private static boolean pointer(Cursor cursor, int from, String[] names) {
        for (String name : names) {
            cursor.moveTo(from);
            if (key(cursor, name)) {
                cursor.skip("0x");
                return cursor.hex();
            }
        }
        return false;
    }

    /** Moves behind a whole word and what parts it from its value; else the cursor stays. */
    private static boolean key(Cursor cursor, String name) {
        byte[] bytes = cursor.bytes();
        int end = cursor.end();
        for (int at = Ascii.indexOf(bytes, cursor.at(), end, name);
                at >= 0;
                at = Ascii.indexOf(bytes, at + 1, end, name)) {
            int behind = at + name.length();
            if ((at > cursor.at() && isWord(bytes[at - 1])) || behind == end || isWord(bytes[behind])) {
                continue;
            }
            cursor.moveTo(behind);
            while (cursor.skip(' ') || cursor.skip('=') || cursor.skip(':')) {
                // what parts a key from its value
            }
            return true;
        }
        return false;
    }

    private static boolean isWord(byte b) {
        return b == '_' || Ascii.isDigit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
