// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/** How sure a finding is. */
public enum Confidence {
    /** The ledgers prove it, or the server's own answers do. */
    CONFIRMED,
    /** What the capture shows has hardly another explanation. */
    LIKELY,
    /** The capture shows too little to tell it from something harmless. */
    POSSIBLE
}
