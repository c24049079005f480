// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import org.forgetmenot.wire.Opcode;

/** What a filesystem on libfuse prints with {@code -d}: the library's own lines, and what it says of nodeids. */
final class LibfuseLog {
    private final StringBuilder out = new StringBuilder("FUSE library version: 3.14.0\n");
    private final WireBytes wire = new WireBytes();
    private final boolean high;

    private LibfuseLog(boolean high) {
        this.high = high;
    }

    /** passthrough_ll, which prints every lookup and FORGET in lines of its own. */
    static String low(List<WireFact> facts) {
        return print(new LibfuseLog(false), facts);
    }

    /** A filesystem on the high-level library, which names each nodeid that it hands out and counts FORGETs. */
    static String high(List<WireFact> facts) {
        return print(new LibfuseLog(true), facts);
    }

    private static String print(LibfuseLog log, List<WireFact> facts) {
        facts.forEach(log::fact);
        return log.out.toString();
    }

    private void fact(WireFact fact) {
        switch (fact.kind()) {
            case REQUEST -> request(fact);
            case DONE -> done(fact);
            case REPLY -> reply(fact);
            case FORGET -> forget(fact);
            case NOTIFY ->
                out.append("NOTIFY: code=")
                        .append(fact.notice().code())
                        .append(" length=")
                        .append(wire.of(fact).length)
                        .append('\n');
        }
    }

    private void asked(WireFact fact, Opcode opcode, long nodeid, int pid) {
        LibfuseLines.asked(out, unique(fact), opcode, nodeid, wire.of(fact).length, pid);
    }

    private static long unique(WireFact fact) {
        return fact.resent() ? fact.unique() | Long.MIN_VALUE : fact.unique();
    }

    private void request(WireFact fact) {
        Request request = fact.request();
        asked(fact, request.opcode, request.nodeid, request.pid);
        if (request.opcode == Opcode.INIT) {
            out.append("INIT: 7.40\nflags=0x73fffffb\nmax_readahead=0x00020000\n   INIT: 7.31\n");
        } else if (request.opcode == Opcode.INTERRUPT) {
            out.append("INTERRUPT: ").append(request.other).append('\n');
        } else if (high && request.opcode == Opcode.LOOKUP) {
            out.append("LOOKUP /")
                    .append(request.name)
                    .append("\ngetattr[NULL] /")
                    .append(request.name)
                    .append('\n');
        } else if (!high && request.opcode == Opcode.LOOKUP) {
            LibfuseLines.called(out, "lo_lookup", request).append('\n');
        } else if (!high && request.opcode == Opcode.CREATE) {
            LibfuseLines.called(out, "lo_create", request).append('\n');
        }
    }

    private void done(WireFact fact) {
        if (high && LibfuseLines.handsOut(fact)) {
            out.append("   NODEID: ").append(fact.reply().entry().nodeid()).append('\n');
        } else {
            LibfuseLines.arrows(fact, (name, entry) -> LibfuseLines.arrow(out, fact, name, entry));
        }
    }

    private void reply(WireFact fact) {
        LibfuseLines.answered(out, unique(fact), fact.reply().error(), wire.of(fact).length);
    }

    private void forget(WireFact fact) {
        boolean batch = fact.forgotten().size() > 1;
        asked(
                fact,
                batch ? Opcode.BATCH_FORGET : Opcode.FORGET,
                batch ? 0 : fact.forgotten().get(0).nodeid(),
                0);
        for (WireFact.Forgotten item : fact.forgotten()) {
            if (high) {
                out.append("FORGET ")
                        .append(item.nodeid())
                        .append('/')
                        .append(item.nlookup())
                        .append('\n');
            } else if (item.before() > 0) {
                LibfuseLines.forgotten(out, item);
            }
        }
    }
}
