// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import org.forgetmenot.format.BinaryReader;

/** One packet of a file, filled anew for each; its bytes are valid until the next. */
final class Packet {
    private static final byte[] NO_BYTES = {};

    int linkType;
    boolean timed;
    /** Since 1970 in nanoseconds, if {@code timed}. */
    long timeNs;

    byte[] bytes = NO_BYTES;
    int at;
    /** Bytes that were recorded. */
    int length;
    /** Bytes that there were: more than {@code length} if the packet was cut. */
    long originalLength;
    /** Offset of its record in the file. */
    long position;

    /** Takes bytes that the reader has in its window. */
    void set(BinaryReader in, int ahead, int length, long originalLength) {
        bytes = in.buffer();
        at = in.position() + ahead;
        this.length = length;
        this.originalLength = originalLength;
        position = in.offset();
    }

    boolean isCut() {
        return originalLength > length;
    }
}
