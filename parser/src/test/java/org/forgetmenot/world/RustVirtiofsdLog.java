// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What virtiofsd in Rust prints with {@code --log-level debug}. */
final class RustVirtiofsdLog {
    private static final long NS_PER_S = 1_000_000_000L;

    private final StringBuilder out = new StringBuilder();
    private final WireBytes wire = new WireBytes();

    private RustVirtiofsdLog() {}

    static String of(List<WireFact> facts) {
        RustVirtiofsdLog log = new RustVirtiofsdLog();
        facts.forEach(log::fact);
        return log.out.toString();
    }

    private void fact(WireFact fact) {
        switch (fact.kind()) {
            case REQUEST -> request(fact, fact.request().opcode, fact.request().nodeid, fact.request().pid);
            case REPLY -> reply(fact);
            case FORGET -> request(fact, Opcode.FORGET, fact.forgotten().get(0).nodeid(), 0);
            case DONE, NOTIFY -> {}
        }
    }

    private StringBuilder line(WireFact fact) {
        long seconds = fact.timeNs() / NS_PER_S;
        return out.append("[2026-11-22T12:")
                .append(Long.toString(100 + seconds / 60 % 60).substring(1))
                .append(':')
                .append(Long.toString(100 + seconds % 60).substring(1))
                .append("Z DEBUG virtiofsd::server] ");
    }

    private void request(WireFact fact, Opcode opcode, long nodeid, int pid) {
        line(fact)
                .append("Received request: opcode=")
                .append(name(opcode))
                .append(" (")
                .append(opcode.number())
                .append("), inode=")
                .append(nodeid)
                .append(", unique=")
                .append(fact.unique())
                .append(", pid=")
                .append(pid)
                .append('\n');
    }

    private static String name(Opcode opcode) {
        return opcode == Opcode.TMPFILE
                ? "TmpFile"
                : opcode.name().charAt(0) + opcode.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private void reply(WireFact fact) {
        int error = fact.reply().error();
        if (fact.request().opcode == Opcode.DESTROY) {
            return;
        }
        if (error == 0) {
            line(fact)
                    .append("Replying OK, header: OutHeader { len: ")
                    .append(wire.of(fact).length)
                    .append(", error: 0, unique: ")
                    .append(fact.unique())
                    .append(" }\n");
        } else {
            line(fact)
                    .append("Replying ERROR, header: OutHeader { error: ")
                    .append(error)
                    .append(" (")
                    .append(Errno.of(-error).description())
                    .append("), unique: ")
                    .append(fact.unique())
                    .append(", len: 16 }\n");
        }
    }
}
