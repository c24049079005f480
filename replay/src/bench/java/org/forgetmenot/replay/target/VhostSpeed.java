// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.GetattrIn;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;

/**
 * How many GETATTRs a second virtiofsd answers over vhost-user, with 1, 8 and 64 in flight; the last runs are warm. Without an
 * argument it starts the server, else it connects to that socket.
 */
public final class VhostSpeed {
    private static final int[] IN_FLIGHT = {1, 8, 64};
    private static final int RUNS = 4;
    private static final long RUN_NS = 2_000_000_000L;
    private static final long TIMEOUT_NS = 5_000_000_000L;

    private final Target target;
    private final byte[] getattr = message(Opcode.GETATTR, Protocol.ROOT_NODEID, GetattrIn.BYTES);
    private long unique;

    private VhostSpeed(Target target) {
        this.target = target;
    }

    private static byte[] message(Opcode opcode, long nodeid, int bodyBytes) {
        byte[] message = new byte[InHeader.BYTES + bodyBytes];
        Wire.put32(message, InHeader.LEN, message.length);
        Wire.put32(message, InHeader.OPCODE, opcode.number());
        Wire.put64(message, InHeader.NODEID, nodeid);
        return message;
    }

    public static void main(String[] args) throws IOException {
        try (Target target = args.length > 0
                ? VhostUserTarget.connect(args[0])
                : Virtiofsd.at(null).start((directory, mayMount) -> List.of())) {
            System.out.println(target.describe());
            VhostSpeed speed = new VhostSpeed(target);
            byte[] init = message(Opcode.INIT, 0, Protocol.COMPAT_INIT_IN_SIZE);
            Wire.put32(init, InHeader.BYTES + InitIn.MAJOR, Protocol.MAJOR);
            Wire.put32(init, InHeader.BYTES + InitIn.MINOR, target.minorMin());
            speed.send(init);
            speed.receive();
            for (int count : IN_FLIGHT) {
                for (int run = 0; run < RUNS; run++) {
                    System.out.printf("%d in flight: %.0f/s%n", count, speed.rate(count));
                }
            }
        }
    }

    private void send(byte[] message) throws IOException {
        unique += 2;
        Wire.put64(message, InHeader.UNIQUE, unique);
        target.send(message, message.length);
    }

    private void receive() throws IOException {
        if (target.receive(TIMEOUT_NS) == 0) {
            throw new IOException("the server does not answer");
        }
    }

    private double rate(int count) throws IOException {
        long begin = System.nanoTime();
        long done = 0;
        for (int i = 0; i < count; i++) {
            send(getattr);
        }
        while (System.nanoTime() - begin < RUN_NS) {
            receive();
            send(getattr);
            done++;
        }
        for (int i = 0; i < count; i++) {
            receive();
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }
}
