// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/** What a finding means for the one who reads it. */
public enum Severity {
    /** Something is broken. */
    ERROR,
    /** Something looks broken and should be looked at. */
    WARNING,
    /** Worth knowing; nothing is wrong. */
    INFO
}
