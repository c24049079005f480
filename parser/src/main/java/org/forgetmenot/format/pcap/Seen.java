// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What packets a capture holds, for the sentence that says why there is no FUSE message in it. */
final class Seen {
    /** Link types that are counted one by one; a file has one, or a few. */
    private static final int LINK_TYPES_MAX = 16;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "BSD loopback"),
            Map.entry(1, "Ethernet"),
            Map.entry(101, "raw IP"),
            Map.entry(105, "IEEE 802.11"),
            Map.entry(108, "OpenBSD loopback"),
            Map.entry(113, "Linux cooked"),
            Map.entry(FuseRecord.LINK_TYPE, "USER0"),
            Map.entry(189, "USB"),
            Map.entry(220, "USB"),
            Map.entry(253, "netlink"),
            Map.entry(271, "vsock"),
            Map.entry(276, "Linux cooked v2"));

    private final Int2LongOpenHashMap linkTypes = new Int2LongOpenHashMap();
    private final Map<Dissector.Kind, Long> kinds = new EnumMap<>(Dissector.Kind.class);
    private long packets;

    /** Counts a packet of USER0 or of a link type that is not looked into. */
    void packet(int linkType) {
        packets++;
        if (linkTypes.size() < LINK_TYPES_MAX || linkTypes.containsKey(linkType)) {
            linkTypes.addTo(linkType, 1);
        }
    }

    void kind(Dissector.Kind kind) {
        kinds.merge(kind, 1L, Long::sum);
    }

    /** Why there is nothing to read, in one line. */
    String sentence(long tcpConnections) {
        if (packets == 0) {
            return "no packet in this pcap; nothing was recorded into it";
        }
        String links =
                linkTypes.keySet().intStream().sorted().mapToObj(this::link).collect(Collectors.joining(", "));
        String protocols = kinds.entrySet().stream()
                .map(e -> words(e.getKey()) + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
        return "no FUSE message in this pcap; looked for FUSE in TCP streams and behind forgetmenot's header on link type"
                + " USER0, and found link type " + links
                + (protocols.isEmpty() ? "" : ", with " + protocols)
                + (tcpConnections == 0 ? "" : ", " + connections(tcpConnections));
    }

    private String link(int linkType) {
        long count = linkTypes.get(linkType);
        return name(linkType) + " (" + count + " packet" + (count == 1 ? ")" : "s)");
    }

    private static String connections(long count) {
        return count == 1 ? "1 TCP connection without FUSE" : count + " TCP connections without FUSE";
    }

    private static String name(int linkType) {
        String name = NAMES.get(linkType);
        return name == null ? "number " + linkType : name;
    }

    private static String words(Dissector.Kind kind) {
        return switch (kind) {
            case TCP -> "TCP";
            case UDP -> "UDP";
            case ICMP -> "ICMP";
            case TCP_FRAGMENT -> "TCP in pieces";
            case OTHER_IP -> "other IP";
            case ARP -> "ARP";
            case NOT_IP -> "no IP";
            case DAMAGED -> "damaged packets";
            case UNKNOWN_LINK_TYPE -> "packets that are not looked into";
        };
    }
}
