// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;

/** A fusedump of version 2, as GlusterFS writes it: a reply is noted after it was written, so it may come late. */
final class FusedumpFile {
    private static final int HEAD_BYTES = 33;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final byte[] SIGNATURE = {'G', 'L', 'U', 'S', 'T', 'E', 'R', (byte) 0xf5};

    private FusedumpFile() {}

    static byte[] of(List<WireFact> facts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        WireBytes wire = new WireBytes();
        facts.stream().sorted(Comparator.comparingLong(WireFact::loggedNs)).forEach(fact -> {
            byte[] message = wire.of(fact);
            if (message != null) {
                head.clear()
                        .put((byte) (fact.isFromServer() ? 'W' : 'R'))
                        .putInt(3)
                        .putInt(16)
                        .putLong(fact.loggedNs() / NS_PER_S)
                        .putInt((int) (fact.loggedNs() % NS_PER_S))
                        .putInt(12)
                        .put(SIGNATURE);
                file.writeBytes(head.array());
                file.writeBytes(message);
            }
        });
        return file.toByteArray();
    }
}
