// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What virtiofsd in C prints with {@code -d}. */
final class CVirtiofsdLog {
    private static final long US = 1000L;
    private static final long S = 1_000_000L;
    private static final int FIRST_THREAD = 5585;

    private final StringBuilder out = new StringBuilder();
    private final WireBytes wire = new WireBytes();

    private CVirtiofsdLog() {}

    static String of(List<WireFact> facts) {
        CVirtiofsdLog log = new CVirtiofsdLog();
        facts.forEach(log::fact);
        return log.out.toString();
    }

    private void fact(WireFact fact) {
        switch (fact.kind()) {
            case REQUEST -> request(fact);
            case DONE -> done(fact);
            case REPLY -> reply(fact);
            case FORGET -> forget(fact);
            case NOTIFY -> {}
        }
    }

    private StringBuilder line(WireFact fact) {
        long us = fact.timeNs() / US;
        String seconds = Long.toString(100 + us / S % 60).substring(1);
        String minutes = Long.toString(100 + us / S / 60 % 60).substring(1);
        return out.append("[2026-11-22 12:")
                .append(minutes)
                .append(':')
                .append(seconds)
                .append('.')
                .append(Long.toString(S + us % S).substring(1))
                .append("+0000] [ID: 0000")
                .append(FIRST_THREAD + fact.thread())
                .append("] ");
    }

    private StringBuilder asked(WireFact fact, Opcode opcode, long nodeid, int pid, int bytes) {
        return line(fact)
                .append("unique: ")
                .append(fact.unique())
                .append(", opcode: ")
                .append(opcode)
                .append(" (")
                .append(opcode.number())
                .append("), nodeid: ")
                .append(nodeid)
                .append(", insize: ")
                .append(bytes)
                .append(", pid: ")
                .append(pid)
                .append('\n');
    }

    private void request(WireFact fact) {
        Request request = fact.request();
        asked(fact, request.opcode, request.nodeid, request.pid, wire.of(fact).length);
        if (request.opcode == Opcode.INIT) {
            line(fact).append("INIT: 7.40\n");
        } else if (request.opcode == Opcode.LOOKUP) {
            line(fact)
                    .append("lo_lookup(parent=")
                    .append(request.nodeid)
                    .append(", name=")
                    .append(request.name)
                    .append(")\n");
        } else if (request.opcode == Opcode.CREATE) {
            line(fact)
                    .append("lo_create(parent=")
                    .append(request.nodeid)
                    .append(", name=")
                    .append(request.name)
                    .append(") kill_priv=0\n");
        }
    }

    private void done(WireFact fact) {
        Request request = fact.request();
        Reply reply = fact.reply();
        if (request.opcode == Opcode.READDIRPLUS) {
            reply.entries().stream()
                    .filter(e -> !e.name().startsWith("."))
                    .forEach(e -> arrow(fact, e.name(), e.entry()));
        } else if (request.opcode.countsEntry()
                && reply.error() == 0
                && reply.entry().nodeid() != 0) {
            arrow(fact, request.name, reply.entry());
            if (request.opcode == Opcode.MKDIR || request.opcode == Opcode.MKNOD || request.opcode == Opcode.SYMLINK) {
                arrow(fact, request.name, reply.entry());
            }
        }
    }

    private void arrow(WireFact fact, String name, EntryReply entry) {
        line(fact)
                .append("  ")
                .append(fact.request().nodeid)
                .append('/')
                .append(name)
                .append(" -> ")
                .append(entry.nodeid())
                .append('\n');
    }

    private void reply(WireFact fact) {
        line(fact).append("   unique: ").append(fact.unique());
        int error = fact.reply().error();
        if (error == 0) {
            out.append(", success, outsize: ").append(wire.of(fact).length).append('\n');
        } else {
            out.append(", error: ")
                    .append(error)
                    .append(" (")
                    .append(Errno.of(-error).description())
                    .append("), outsize: 16\n");
        }
    }

    private void forget(WireFact fact) {
        WireFact.Forgotten first = fact.forgotten().get(0);
        asked(fact, Opcode.FORGET, first.nodeid(), 0, 48);
        if (first.before() > 0) {
            line(fact)
                    .append("  forget ")
                    .append(first.nodeid())
                    .append(' ')
                    .append(first.before())
                    .append(" -")
                    .append(first.nlookup())
                    .append('\n');
        }
        line(fact).append("fv_queue_worker: elem 0 no reply sent\n");
    }
}
