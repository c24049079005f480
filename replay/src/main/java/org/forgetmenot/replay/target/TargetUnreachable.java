// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;

/** There is no live server where one was expected. Its message is for the user. */
public final class TargetUnreachable extends IOException {
    TargetUnreachable(String message) {
        super(message);
    }

    TargetUnreachable(String message, IOException cause) {
        super(message, cause);
    }
}
