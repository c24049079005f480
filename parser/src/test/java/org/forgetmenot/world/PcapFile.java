// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A pcap with times in nanoseconds, whose packets are FUSE messages behind the header that the project has for them. */
final class PcapFile {
    private static final int MAGIC_NS = 0xa1b23c4d;
    private static final int SNAPSHOT_BYTES = 262_144;
    private static final int LINK_TYPE_USER0 = 147;
    private static final int HEAD_BYTES = 16 + 12;
    private static final long NS_PER_S = 1_000_000_000L;

    private PcapFile() {}

    static byte[] of(List<WireFact> facts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        WireBytes wire = new WireBytes();
        file.writeBytes(ByteBuffer.allocate(24)
                .putInt(MAGIC_NS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(SNAPSHOT_BYTES)
                .putInt(LINK_TYPE_USER0)
                .array());
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        for (WireFact fact : facts) {
            byte[] message = wire.of(fact);
            if (message != null) {
                int length = message.length + HEAD_BYTES - 16;
                head.clear()
                        .putInt((int) (fact.timeNs() / NS_PER_S))
                        .putInt((int) (fact.timeNs() % NS_PER_S))
                        .putInt(length)
                        .putInt(length)
                        .putShort((short) 0xf05e)
                        .put((byte) 1)
                        .put((byte) (fact.isFromServer() ? 1 : 0))
                        .putShort((short) 0)
                        .putShort((short) (fact.kind() == WireFact.Kind.FORGET ? 0 : 1))
                        .putInt(fact.connection() + 1);
                file.writeBytes(head.array());
                file.writeBytes(message);
            }
        }
        return file.toByteArray();
    }
}
