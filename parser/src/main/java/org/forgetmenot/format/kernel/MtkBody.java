// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Cursor;

/**
 * The body of MediaTek's tracepoints in fuse, {@code fuse_iget:402, inode = 0x00000000abcdef01, nodeid = 5, nlookup = 0,
 * nlookup_after = 1}, and of the same in blocktag's log, without spaces. {@code mtk_fuse_nlookup} tells that an inode's
 * nlookup rose, {@code mtk_fuse_queue_forget} and {@code mtk_fuse_force_forget} are FORGETs, {@code mtk_fuse_iget_backing} counts nothing.
 */
public final class MtkBody {
    /** Reads the body into an event of a known kind; false if it is damaged. */
    public boolean read(Cursor cursor, Event event) {
        if (!cursor.skipPast(",")) {
            return false; // who called, in which line of the source
        }
        do {
            cursor.skipSpaces();
            if (!field(cursor, event)) {
                return false;
            }
        } while (cursor.skip(','));
        cursor.skipSpaces();
        return cursor.atEnd() && event.hasNodeid();
    }

    private static boolean field(Cursor cursor, Event event) {
        if (key(cursor, "nodeid")) {
            return cursor.unsigned() && event.nodeid(cursor.value()).hasNodeid();
        }
        if (key(cursor, "nlookup_after")) {
            return cursor.unsigned(); // one more than before
        }
        if (key(cursor, "nlookup")) {
            return cursor.unsigned()
                    && (!isForget(event) || event.nlookup(cursor.value()).hasNlookup());
        }
        if (key(cursor, "inode") || key(cursor, "backing")) {
            cursor.skip("0x"); // a hash of the pointer, which no other event knows
            return cursor.hex() || cursor.skip("(null)");
        }
        return false;
    }

    /** Whether {@code nlookup} is what is given back; otherwise it is what the inode had before. */
    private static boolean isForget(Event event) {
        return event.kind() == EventKind.KERNEL_FORGET;
    }

    private static boolean key(Cursor cursor, String name) {
        int from = cursor.at();
        if (cursor.skip(name)) {
            cursor.skipSpaces();
            if (cursor.skip('=')) {
                cursor.skipSpaces();
                return true;
            }
        }
        cursor.moveTo(from);
        return false;
    }
}
