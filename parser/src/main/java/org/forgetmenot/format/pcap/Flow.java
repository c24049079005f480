// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.net.InetAddress;

/** One direction of a TCP connection. */
record Flow(InetAddress source, int sourcePort, InetAddress destination, int destinationPort) {
    Flow reversed() {
        return new Flow(destination, destinationPort, source, sourcePort);
    }
}
