// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forgetmenot.format.pcap.Dissector.Kind;
import org.junit.jupiter.api.Test;

/** What is read in place is what pcap4j reads. */
class PlainHeadersTest {
    private static final int[] PLAIN_LINK_TYPES = {1, 101, 113};

    private final Segment plain = new Segment();
    private final Segment dissected = new Segment();

    private static TcpTalk talk(boolean v6) {
        TcpTalk talk = new TcpTalk(v6, 40_000, 0xffff_fff0, 77);
        talk.connect();
        Talks.talk(talk, Talks.gluster().subList(0, 40), 300);
        talk.acknowledge(true);
        talk.close();
        return talk;
    }

    private static byte[] acknowledgement(boolean v6) {
        List<TcpTalk.Sent> packets = talk(v6).packets;
        return packets.get(packets.size() - 3).ip();
    }

    private static Packet packet(int linkType, byte[] bytes) {
        Packet packet = new Packet();
        packet.linkType = linkType;
        packet.bytes = bytes;
        packet.length = bytes.length;
        packet.originalLength = bytes.length;
        return packet;
    }

    private static List<Object> fields(Segment s) {
        return List.of(
                s.flow(),
                s.sequence,
                s.syn,
                s.fin,
                s.rst,
                s.hasAcknowledgement,
                s.acknowledgement,
                s.at,
                s.length,
                s.missing);
    }

    @Test
    void agreesWithPcap4j() {
        Dissector dissector = new Dissector();
        for (int linkType : PLAIN_LINK_TYPES) {
            for (boolean v6 : new boolean[] {false, true}) {
                for (TcpTalk.Sent sent : talk(v6).packets) {
                    Packet packet = packet(linkType, TcpTalk.wrap(linkType, sent.ip()));
                    assertTrue(PlainHeaders.read(packet, plain));
                    assertEquals(Kind.TCP, dissector.dissect(packet, dissected));
                    assertEquals(fields(dissected), fields(plain));
                }
            }
        }
    }

    @Test
    void agreesOnDamagedIpAndTcp() {
        Dissector dissector = new Dissector();
        Random random = new Random(1);
        int both = 0;
        int dissectedOnly = 0;
        for (boolean v6 : new boolean[] {false, true}) {
            for (int linkType : PLAIN_LINK_TYPES) {
                byte[] ip = acknowledgement(v6);
                byte[] whole = TcpTalk.wrap(linkType, ip);
                int headers = ip.length - 12;
                int at = whole.length - ip.length;
                Arrays.fill(
                        whole, headers, whole.length, (byte) 0); // pcap4j refuses bad options, which say nothing here
                for (int i = 0; i < 20_000; i++) {
                    byte[] bytes = whole.clone();
                    bytes[at + random.nextInt(headers)] ^= (byte) (1 << random.nextInt(8));
                    Packet packet = packet(linkType, bytes);
                    Kind kind = dissector.dissect(packet, dissected);
                    if (PlainHeaders.read(packet, plain)) {
                        assertEquals(Kind.TCP, kind);
                        assertEquals(fields(dissected), fields(plain));
                        both++;
                    } else if (kind == Kind.TCP) {
                        dissectedOnly++;
                    }
                }
            }
        }
        assertTrue(both > 10_000 && dissectedOnly > 100, both + " and " + dissectedOnly);
    }

    @Test
    void leavesOddPacketsToPcap4j() {
        byte[] ip = acknowledgement(false);
        byte[] wrapped = TcpTalk.wrap(1, ip);
        assertFalse(PlainHeaders.read(packet(9, ip), plain), "another link type");
        Packet cut = packet(1, wrapped);
        cut.originalLength++;
        assertFalse(PlainHeaders.read(cut, plain), "cut");
        for (int length = 0; length < wrapped.length; length++) {
            Packet shorter = packet(1, Arrays.copyOf(wrapped, length));
            assertFalse(PlainHeaders.read(shorter, plain), "cut off at " + length + " and not said");
        }
        byte[] fragment = ip.clone();
        fragment[6] = 0x20;
        assertFalse(PlainHeaders.read(packet(101, fragment), plain), "more fragments");
    }
}
