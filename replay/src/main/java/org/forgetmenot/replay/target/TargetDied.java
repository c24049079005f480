// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;

/** The live server is gone, or as good as gone. Its message goes on from "the server ...". */
public final class TargetDied extends IOException {
    /** How most servers end: the connection shows no more. */
    static final String CLOSED = "closed the connection";

    /**
     * @param how such as {@link #CLOSED}
     */
    public TargetDied(String how) {
        super(how);
    }
}
