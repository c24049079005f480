// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;
import org.pcap4j.packet.Dot1qVlanTagPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.LinuxSllPacket;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpHeader;

/**
 * Finds the TCP segment in a packet, with pcap4j's classes for the headers; the payload is not copied. The only class here
 * that uses pcap4j: it is loaded for captures with TCP in them and for no others. Neither libpcap nor any other native
 * library is needed.
 */
final class Dissector {
    /** What a packet is. */
    enum Kind {
        TCP,
        UDP,
        ICMP,
        /** A piece of an IP packet that carries TCP; pieces are not put together. */
        TCP_FRAGMENT,
        OTHER_IP,
        ARP,
        NOT_IP,
        /** Its headers make no sense or were cut off. */
        DAMAGED,
        /** Of a link type that is not looked into. */
        UNKNOWN_LINK_TYPE
    }

    private static final int LINK_NULL = 0;
    static final int LINK_ETHERNET = 1;
    private static final int DLT_RAW = 12;
    private static final int DLT_RAW_OPENBSD = 14;
    static final int LINK_RAW = 101;
    private static final int LINK_LOOP = 108;
    static final int LINK_SLL = 113;
    static final int LINK_IPV4 = 228;
    static final int LINK_IPV6 = 229;
    private static final int LINK_SLL2 = 276;

    private static final int NULL_BYTES = 4;
    static final int ETHERNET_BYTES = 14;
    private static final int VLAN_BYTES = 4;
    private static final int VLANS_MAX = 4;
    static final int SLL_BYTES = 16;
    private static final int SLL2_BYTES = 20;

    static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_VLAN = 0x8100;
    static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_QINQ = 0x88a8;

    private static final int IPV6_BYTES = 40;
    private static final int IPV6_EXTENSIONS_MAX = 8;
    /** The shortest, and the unit of longer ones. */
    private static final int IPV6_EXTENSION_BYTES = 8;

    private static final int IPV6_FRAGMENT = 44;
    private static final int PROTOCOL_TCP = 6;

    private byte[] bytes = {};
    private int at;
    /** Where the bytes end that were recorded. */
    private int end;
    /** Where they would end if the recorder had not cut the packet. */
    private int wholeEnd;

    /** Whether packets of a link type are looked into. */
    static boolean knows(int linkType) {
        return switch (linkType) {
            case LINK_NULL, LINK_ETHERNET, DLT_RAW, DLT_RAW_OPENBSD, LINK_RAW -> true;
            case LINK_LOOP, LINK_SLL, LINK_IPV4, LINK_IPV6, LINK_SLL2 -> true;
            default -> false;
        };
    }

    /** Fills the segment if the packet is TCP. */
    Kind dissect(Packet packet, Segment segment) {
        bytes = packet.bytes;
        at = packet.at;
        end = packet.at + packet.length;
        wholeEnd = packet.at + (int) Math.min(packet.originalLength, PacketFile.PACKET_BYTES_MAX);
        try {
            return link(packet.linkType, segment);
        } catch (IllegalRawDataException | RuntimeException e) {
            // pcap4j checks most lengths, and meets some of the rest by running off an array
            return Kind.DAMAGED;
        }
    }

    private Kind link(int linkType, Segment segment) throws IllegalRawDataException {
        switch (linkType) {
            case LINK_NULL, LINK_LOOP -> at += NULL_BYTES; // a number of the address family, different on each system
            case DLT_RAW, DLT_RAW_OPENBSD, LINK_RAW, LINK_IPV4, LINK_IPV6 -> {}
            case LINK_ETHERNET -> {
                int type = EthernetPacket.newPacket(bytes, at, Math.min(end - at, ETHERNET_BYTES))
                                .getHeader()
                                .getType()
                                .value()
                        & 0xffff;
                at += ETHERNET_BYTES;
                return typed(type, segment);
            }
            case LINK_SLL -> {
                int type = LinuxSllPacket.newPacket(bytes, at, Math.min(end - at, SLL_BYTES))
                                .getHeader()
                                .getProtocol()
                                .value()
                        & 0xffff;
                at += SLL_BYTES;
                return typed(type, segment);
            }
            case LINK_SLL2 -> { // younger than pcap4j: begins with the protocol
                int type = Bytes.u16(bytes, at, ByteOrder.BIG_ENDIAN);
                at += SLL2_BYTES;
                return typed(type, segment);
            }
            default -> {
                return Kind.UNKNOWN_LINK_TYPE;
            }
        }
        return ip(segment);
    }

    private Kind typed(int etherType, Segment segment) throws IllegalRawDataException {
        int type = etherType;
        for (int i = 0; i < VLANS_MAX && (type == TYPE_VLAN || type == TYPE_QINQ); i++) {
            type = Dot1qVlanTagPacket.newPacket(bytes, at, Math.min(end - at, VLAN_BYTES))
                            .getHeader()
                            .getType()
                            .value()
                    & 0xffff;
            at += VLAN_BYTES;
        }
        return switch (type) {
            case TYPE_IPV4, TYPE_IPV6 -> ip(segment);
            case TYPE_ARP -> Kind.ARP;
            default -> Kind.NOT_IP;
        };
    }

    private Kind ip(Segment segment) throws IllegalRawDataException {
        if (at >= end) {
            return Kind.DAMAGED;
        }
        return switch ((bytes[at] & 0xf0) >>> 4) {
            case 4 -> ipv4(segment);
            case 6 -> ipv6(segment);
            default -> Kind.DAMAGED;
        };
    }

    private Kind ipv4(Segment segment) throws IllegalRawDataException {
        int headerBytes = (bytes[at] & 0xf) * 4;
        IpV4Packet.IpV4Header header =
                IpV4Packet.newPacket(bytes, at, Math.min(end - at, headerBytes)).getHeader();
        segment.betweenIpv4(bytes, at);
        limit(header.getTotalLengthAsInt());
        at += headerBytes;
        int protocol = header.getProtocol().value() & 0xff;
        boolean fragment = header.getMoreFragmentFlag() || header.getFragmentOffset() != 0;
        return fragment ? fragment(protocol) : transport(protocol, segment);
    }

    /** Takes off what a link layer adds behind a packet. A length of 0 is that of one the network card was to cut (offload). */
    private void limit(int length) {
        if (length != 0) {
            end = Math.min(end, at + length);
            wholeEnd = Math.min(wholeEnd, at + length);
        }
    }

    private static Kind fragment(int protocol) {
        return protocol == PROTOCOL_TCP ? Kind.TCP_FRAGMENT : Kind.OTHER_IP;
    }

    private Kind ipv6(Segment segment) throws IllegalRawDataException {
        IpV6Packet.IpV6Header header =
                IpV6Packet.newPacket(bytes, at, Math.min(end - at, IPV6_BYTES)).getHeader();
        segment.betweenIpv6(bytes, at);
        at += IPV6_BYTES;
        limit(header.getPayloadLengthAsInt());
        int next = header.getNextHeader().value() & 0xff;
        for (int i = 0; i < IPV6_EXTENSIONS_MAX && isExtension(next) && at + IPV6_EXTENSION_BYTES <= end; i++) {
            boolean isPiece = next == IPV6_FRAGMENT && (Bytes.u16(bytes, at + 2, ByteOrder.BIG_ENDIAN) & ~6) != 0;
            int length = next == IPV6_FRAGMENT ? 0 : bytes[at + 1] & 0xff; // that byte is reserved there
            next = bytes[at] & 0xff;
            if (isPiece) {
                return fragment(next);
            }
            at += (length + 1) * IPV6_EXTENSION_BYTES;
        }
        return transport(next, segment);
    }

    private static boolean isExtension(int next) {
        return switch (next) {
            case 0, 43, 60, IPV6_FRAGMENT -> true; // hop-by-hop, routing, destination options
            default -> false;
        };
    }

    private Kind transport(int protocol, Segment segment) throws IllegalRawDataException {
        return switch (protocol) {
            case PROTOCOL_TCP -> tcp(segment);
            case 17 -> Kind.UDP;
            case 1, 58 -> Kind.ICMP;
            default -> Kind.OTHER_IP;
        };
    }

    private Kind tcp(Segment segment) throws IllegalRawDataException {
        if (end - at < 20) {
            return Kind.DAMAGED;
        }
        int headerBytes = ((bytes[at + 12] & 0xf0) >>> 4) * 4;
        TcpHeader tcp =
                TcpPacket.newPacket(bytes, at, Math.min(end - at, headerBytes)).getHeader();
        at += headerBytes;
        segment.sourcePort = tcp.getSrcPort().valueAsInt();
        segment.destinationPort = tcp.getDstPort().valueAsInt();
        segment.sequence = tcp.getSequenceNumber();
        segment.syn = tcp.getSyn();
        segment.fin = tcp.getFin();
        segment.rst = tcp.getRst();
        segment.hasAcknowledgement = tcp.getAck();
        segment.acknowledgement = tcp.getAcknowledgmentNumber();
        segment.bytes = bytes;
        segment.at = at;
        segment.length = Math.max(0, end - at);
        segment.missing = Math.max(0, wholeEnd - Math.max(at, end));
        return Kind.TCP;
    }
}
