// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.util.Locale;

/** Who goes first where the capture shows a FORGET on its way at the same time as a request for the same nodeid. */
public enum Race {
    /** The one whose request the capture shows first. */
    RECORDED,
    /** The FORGET. */
    FIRST,
    /** The FORGET waits until the other is answered. */
    LAST,
    /** A die decides, another way in each run. */
    FREE;

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
