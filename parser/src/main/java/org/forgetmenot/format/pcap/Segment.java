// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.net.InetAddress;

/** A TCP segment, filled anew for each; its bytes are those of its packet. */
final class Segment {
    private static final byte[] NO_BYTES = {};

    Flow flow = new Flow(InetAddress.getLoopbackAddress(), 0, InetAddress.getLoopbackAddress(), 0);
    /** Sequence number of the first byte, or of the SYN. */
    int sequence;

    boolean syn;
    boolean fin;
    boolean rst;
    boolean hasAcknowledgement;
    int acknowledgement;
    byte[] bytes = NO_BYTES;
    int at;
    /** Bytes of payload that were recorded. */
    int length;
    /** Bytes behind them that were not. */
    int missing;
}
