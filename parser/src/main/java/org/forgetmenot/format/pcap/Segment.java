// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;

/** A TCP segment, filled anew for each; its bytes are those of its packet. */
final class Segment {
    private static final byte[] NO_BYTES = {};
    private static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;
    private static final long MAPPED_IPV4 = 0xffff_0000_0000L;

    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    int sourcePort;
    int destinationPort;
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

    /** Takes the addresses of an IPv4 header. */
    void betweenIpv4(byte[] header, int start) {
        sourceHigh = 0;
        sourceLow = MAPPED_IPV4 | Bytes.u32(header, start + IPV4_SOURCE, ORDER);
        destinationHigh = 0;
        destinationLow = MAPPED_IPV4 | Bytes.u32(header, start + IPV4_DESTINATION, ORDER);
    }

    /** Takes the addresses of an IPv6 header. */
    void betweenIpv6(byte[] header, int start) {
        sourceHigh = Bytes.i64(header, start + IPV6_SOURCE, ORDER);
        sourceLow = Bytes.i64(header, start + IPV6_SOURCE + Long.BYTES, ORDER);
        destinationHigh = Bytes.i64(header, start + IPV6_DESTINATION, ORDER);
        destinationLow = Bytes.i64(header, start + IPV6_DESTINATION + Long.BYTES, ORDER);
    }

    Flow flow() {
        return new Flow(sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow, destinationPort);
    }

    /** Whether it goes the way of a flow. */
    boolean isOf(Flow flow) {
        return sourcePort == flow.sourcePort()
                && destinationPort == flow.destinationPort()
                && sourceLow == flow.sourceLow()
                && sourceHigh == flow.sourceHigh()
                && destinationLow == flow.destinationLow()
                && destinationHigh == flow.destinationHigh();
    }

    /** Whether it goes the other way. */
    boolean isAgainst(Flow flow) {
        return sourcePort == flow.destinationPort()
                && destinationPort == flow.sourcePort()
                && sourceLow == flow.destinationLow()
                && sourceHigh == flow.destinationHigh()
                && destinationLow == flow.sourceLow()
                && destinationHigh == flow.sourceHigh();
    }
}
