// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

/** How near a request that is sent is to the one that was recorded. */
public enum Provenance {
    /** The recorded bytes with the live server's numbers, or a request that the capture tells completely. */
    EXACT,
    /** Something that the capture does not tell was made up: flags, an offset, bytes of a WRITE. */
    SYNTHESISED
}
