// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import org.jspecify.annotations.Nullable;

/**
 * A count was given here.
 *
 * @param how what gave it, for people, such as "READDIRPLUS of nodeid 2" or "root of a submount, borrowed"
 * @param sDev superblock that got it, null if unknown
 */
public record LookedUp(Evidence at, String how, @Nullable Integer sDev) {
    /** How the root of a submount gets a nodeid without a lookup. */
    static final String BORROWED = "root of a submount: borrows the lookup of its mount point";

    /** Whether no lookup came with it. */
    public boolean isBorrowed() {
        return how.equals(BORROWED);
    }
}
