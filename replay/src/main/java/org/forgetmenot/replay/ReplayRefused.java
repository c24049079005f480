// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

/** The replay would do what it may not. Its message is for the user. */
public final class ReplayRefused extends Exception {
    ReplayRefused(String message) {
        super(message, null, false, false);
    }
}
