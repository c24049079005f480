// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

/**
 * {@code struct fuse_entry_out}.
 *
 * @param nodeid 0 for a negative entry
 * @param attrFlags bit 0 is FUSE_ATTR_SUBMOUNT
 */
record EntryReply(long nodeid, long generation, long ino, int mode, int attrFlags, int nlink, long entryValidNs) {
    static EntryReply negative(long entryValidNs) {
        return new EntryReply(0, 0, 0, 0, 0, 0, entryValidNs);
    }

    boolean isSubmount() {
        return (attrFlags & 1) != 0;
    }
}
