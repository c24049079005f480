// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;

/** A capture cannot be read at all. The message is one line for the user: what, where, and what to do. */
public class CaptureException extends IOException {
    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
