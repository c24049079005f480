// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.nio.charset.StandardCharsets;

/**
 * A nodeid that a recorded reply handed out.
 *
 * @param nodeid unsigned, never 0
 * @param name as it stands in its directory; where the capture does not tell, one made of the nodeid
 * @param isNamed whether the capture tells the name
 * @param mode file type and permissions; 0, which no file has, if unknown
 * @param attrFlags {@code fuse_attr.flags}; 0 if unknown
 */
public record Entry(long nodeid, Name name, boolean isNamed, int mode, int attrFlags) {
    /**
     * An entry as the capture tells it.
     *
     * @param name empty if it does not
     */
    static Entry of(long nodeid, byte[] name, int mode, int attrFlags) {
        boolean named = name.length > 0;
        return new Entry(nodeid, named ? new Name(name) : placeholder(nodeid), named, mode, attrFlags);
    }

    /** The name that stands for one that the capture does not tell. */
    public static Name placeholder(long nodeid) {
        return new Name((".n" + Long.toUnsignedString(nodeid)).getBytes(StandardCharsets.US_ASCII));
    }
}
