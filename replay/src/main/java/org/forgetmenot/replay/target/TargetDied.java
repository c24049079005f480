// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;

/** The live server is gone, or as good as gone. Its message goes on from "the server ...". */
public final class TargetDied extends IOException {
    /**
     * @param how such as "closed the connection"
     */
    public TargetDied(String how) {
        super(how);
    }
}
