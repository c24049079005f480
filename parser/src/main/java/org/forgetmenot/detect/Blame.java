// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/** Whose fault a finding is. */
public enum Blame {
    KERNEL,
    SERVER,
    /** The recording: nothing may be wrong in the system itself. */
    CAPTURE,
    UNKNOWN
}
