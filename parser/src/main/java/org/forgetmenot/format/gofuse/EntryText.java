// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

import org.forgetmenot.event.Event;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;

/**
 * Reads an entry in a reply: {@code {n2 g1 tE=1s tA=1s {M040755 ... i0:2490382 ...}}}, with {@code i} for {@code n} before
 * 2.1, and up to 2018 {@code {NodeId: 2 Generation=1 ...}}. CREATE names the nodeid twice at most; it counts once.
 */
final class EntryText {
    private static final String OLD = "{NodeId: ";

    /** Whether an entry begins at the cursor, which does not move. */
    boolean isEntry(Cursor cursor) {
        int from = cursor.at();
        boolean entry = cursor.skip(OLD)
                || ((cursor.skip("{n") || cursor.skip("{i")) && cursor.unsigned() && cursor.skip(" g"));
        cursor.moveTo(from);
        return entry;
    }

    /** Reads it; false if it is damaged. */
    boolean read(Cursor cursor, Event event) {
        boolean old = cursor.skip(OLD);
        if (!old && !cursor.skip("{n") && !cursor.skip("{i")) {
            return false;
        }
        if (!cursor.unsigned()) {
            return false;
        }
        event.nodeid(cursor.value());
        if (!cursor.skip(old ? " Generation=" : " g") || !cursor.unsigned()) {
            return false;
        }
        event.generation(cursor.value());
        attributes(cursor, event);
        return true;
    }

    /** {@code M040755}, octal, and {@code i0:2490382}: a device and the inode's number. */
    private static void attributes(Cursor cursor, Event event) {
        if (!cursor.skipPast("{M0")) {
            return;
        }
        byte[] bytes = cursor.bytes();
        int i = cursor.at();
        int from = i;
        int mode = 0;
        while (i < cursor.end() && i - from < 8 && bytes[i] >= '0' && bytes[i] <= '7') {
            mode = mode << 3 | (bytes[i++] - '0');
        }
        if (i == from || i == cursor.end() || bytes[i] != ' ') {
            return;
        }
        event.mode(mode);
        int nlink = Ascii.indexOf(bytes, i, cursor.end(), " L=");
        if (nlink >= 0) {
            cursor.moveTo(nlink + 3);
            if (cursor.int32()) {
                event.nlink(cursor.intValue());
            }
        }
        int ino = Ascii.indexOf(bytes, i, cursor.end(), " i");
        if (ino < 0) {
            return;
        }
        cursor.moveTo(ino + 2);
        if (cursor.unsigned() && cursor.skip(':') && cursor.unsigned()) {
            event.ino(cursor.value());
        }
    }
}
