// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.IOException;
import org.forgetmenot.format.message.MessageDecoder;

/** A file of packets, whatever its container. */
interface PacketFile {
    /** Longest packet taken for one: more than any FUSE message with its headers. */
    int PACKET_BYTES_MAX = MessageDecoder.MESSAGE_BYTES_MAX + (1 << 12);
    /** Longest run of bytes that a container asks for at once. */
    int WINDOW_BYTES = PACKET_BYTES_MAX + (1 << 17);

    /**
     * Reads the next packet.
     *
     * @return false at the end, be it the file's, a cut or damage, which are diagnostics
     */
    boolean next(Packet packet) throws IOException;
}
