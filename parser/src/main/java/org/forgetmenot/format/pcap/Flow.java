// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

/**
 * One direction of a TCP connection. Addresses are numbers of 128 bits, one of IPv4 as IPv6 maps it ({@code ::ffff:0:0}): they
 * are only compared, once for each packet.
 */
record Flow(
        long sourceHigh,
        long sourceLow,
        int sourcePort,
        long destinationHigh,
        long destinationLow,
        int destinationPort) {
    Flow reversed() {
        return new Flow(destinationHigh, destinationLow, destinationPort, sourceHigh, sourceLow, sourcePort);
    }
}
