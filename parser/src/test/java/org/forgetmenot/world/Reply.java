// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/**
 * What the server answers.
 *
 * @param error 0 or a negative errno
 * @param entry what LOOKUP and its like hand out, or the attributes that GETATTR shows; null if neither
 * @param fh of OPEN and its like, else 0
 * @param entries of READDIRPLUS
 * @param size of the data that READ, READLINK and their like return
 */
record Reply(int error, EntryReply entry, long fh, List<Named> entries, int size) {
    /** One directory entry. */
    record Named(String name, EntryReply entry) {}

    static Reply ok() {
        return new Reply(0, null, 0, List.of(), 0);
    }

    static Reply error(int error) {
        return new Reply(error, null, 0, List.of(), 0);
    }

    static Reply entry(EntryReply entry, long fh) {
        return new Reply(0, entry, fh, List.of(), 0);
    }

    static Reply data(int size) {
        return new Reply(0, null, 0, List.of(), size);
    }

    static Reply handle(long fh) {
        return new Reply(0, null, fh, List.of(), 0);
    }

    static Reply listing(List<Named> entries) {
        return new Reply(0, null, 0, entries, 0);
    }
}
