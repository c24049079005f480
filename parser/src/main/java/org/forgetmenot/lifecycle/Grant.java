// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A lookup that handed a nodeid out, or a superblock that took it without one.
 *
 * @param opcode of the request whose reply gave it, or {@link #BORROWED} or {@link #UNKNOWN}
 * @param parent nodeid of the directory, 0 if unknown
 * @param superblock that got it, null if the capture shows none
 */
public record Grant(
        Mark mark, int opcode, long parent, @Nullable Superblock superblock) {
    /** The root of a submount: a second inode for a nodeid without a lookup of its own. */
    public static final int BORROWED = -1;
    /** What gave it cannot be seen. */
    public static final int UNKNOWN = -2;
}
