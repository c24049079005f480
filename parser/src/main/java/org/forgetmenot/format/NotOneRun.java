// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/** Captures are not the two sides of one run. */
public final class NotOneRun extends CaptureException {
    public NotOneRun(String message) {
        super(message);
    }
}
