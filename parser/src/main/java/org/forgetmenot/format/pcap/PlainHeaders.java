// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;

/**
 * Reads the headers that nearly every packet with FUSE in it has, where they lie: Ethernet, Linux cooked or none, IPv4 without
 * options or IPv6 without extension headers, TCP. {@link Dissector} reads these too and all others, but pcap4j makes a dozen
 * objects for each packet, which is more than half of the time that a capture of small messages takes.
 */
final class PlainHeaders {
    private static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;

    private static final int IPV4_START = 0x45;
    private static final int IPV4_BYTES = 20;
    private static final int IPV4_LENGTH = 2;
    private static final int IPV4_FRAGMENT = 6;
    private static final int IPV4_PROTOCOL = 9;
    /** The "don't fragment" flag. */
    private static final int DONT_FRAGMENT = 0x4000;

    private static final int IPV6_BYTES = 40;
    private static final int IPV6_LENGTH = 4;
    private static final int IPV6_NEXT = 6;

    private static final int TCP = 6;
    private static final int TCP_BYTES = 20;
    private static final int TCP_DESTINATION = 2;
    private static final int TCP_SEQUENCE = 4;
    private static final int TCP_ACKNOWLEDGEMENT = 8;
    private static final int TCP_HEADER_WORDS = 12;
    private static final int TCP_FLAGS = 13;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    private PlainHeaders() {}

    /**
     * Fills the segment.
     *
     * @return false for a packet that has other headers, or was cut, or is odd in any other way
     */
    static boolean read(Packet packet, Segment segment) {
        int ip = packet.at + linkBytes(packet);
        int room = packet.at + packet.length - ip;
        if (packet.isCut() || ip < packet.at || room < IPV4_BYTES) {
            return false;
        }
        byte[] bytes = packet.bytes;
        int start = bytes[ip] & 0xff;
        if (start == IPV4_START) {
            int length = Bytes.u16(bytes, ip + IPV4_LENGTH, ORDER);
            boolean isWhole = (Bytes.u16(bytes, ip + IPV4_FRAGMENT, ORDER) & ~DONT_FRAGMENT) == 0;
            if (length > room || !isWhole || bytes[ip + IPV4_PROTOCOL] != TCP) {
                return false;
            }
            segment.betweenIpv4(bytes, ip);
            return tcp(bytes, ip + IPV4_BYTES, ip + length, segment);
        }
        if (start >>> 4 == 6 && room >= IPV6_BYTES) {
            int length = Bytes.u16(bytes, ip + IPV6_LENGTH, ORDER);
            if (length > room - IPV6_BYTES || bytes[ip + IPV6_NEXT] != TCP) {
                return false;
            }
            segment.betweenIpv6(bytes, ip);
            return tcp(bytes, ip + IPV6_BYTES, ip + IPV6_BYTES + length, segment);
        }
        return false;
    }

    /** Bytes before an IP header, -1 if none follows or it is not known to. */
    private static int linkBytes(Packet packet) {
        return switch (packet.linkType) {
            case Dissector.LINK_ETHERNET -> typed(packet, Dissector.ETHERNET_BYTES);
            case Dissector.LINK_SLL -> typed(packet, Dissector.SLL_BYTES);
            case Dissector.LINK_RAW, Dissector.LINK_IPV4, Dissector.LINK_IPV6 -> 0;
            default -> -1;
        };
    }

    /** Of a header that ends with the type of what follows. */
    private static int typed(Packet packet, int bytes) {
        if (packet.length < bytes) {
            return -1;
        }
        int type = Bytes.u16(packet.bytes, packet.at + bytes - 2, ORDER);
        return type == Dissector.TYPE_IPV4 || type == Dissector.TYPE_IPV6 ? bytes : -1;
    }

    private static boolean tcp(byte[] bytes, int at, int end, Segment segment) {
        if (end - at < TCP_BYTES) {
            return false;
        }
        int headerBytes = ((bytes[at + TCP_HEADER_WORDS] & 0xf0) >>> 4) * 4;
        if (headerBytes < TCP_BYTES || headerBytes > end - at) {
            return false;
        }
        int flags = bytes[at + TCP_FLAGS];
        segment.sourcePort = Bytes.u16(bytes, at, ORDER);
        segment.destinationPort = Bytes.u16(bytes, at + TCP_DESTINATION, ORDER);
        segment.sequence = Bytes.i32(bytes, at + TCP_SEQUENCE, ORDER);
        segment.acknowledgement = Bytes.i32(bytes, at + TCP_ACKNOWLEDGEMENT, ORDER);
        segment.syn = (flags & SYN) != 0;
        segment.fin = (flags & FIN) != 0;
        segment.rst = (flags & RST) != 0;
        segment.hasAcknowledgement = (flags & ACK) != 0;
        segment.bytes = bytes;
        segment.at = at + headerBytes;
        segment.length = end - segment.at;
        segment.missing = 0;
        return true;
    }
}
