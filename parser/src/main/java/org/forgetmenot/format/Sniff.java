// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/** How sure a dialect is that a capture is its own. */
public enum Sniff {
    /** Not this dialect. */
    NO,
    /** Parts look like it, and so might another dialect's. */
    MAYBE,
    /** A signature that no other dialect has. */
    YES
}
