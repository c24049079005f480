// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
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

    private void request(WireFact fact) {
        Request request = fact.request();
        LibfuseLines.asked(
                line(fact), fact.unique(), request.opcode, request.nodeid, wire.of(fact).length, request.pid);
        if (request.opcode == Opcode.INIT) {
            line(fact).append("INIT: 7.40\n");
        } else if (request.opcode == Opcode.LOOKUP) {
            LibfuseLines.called(line(fact), "lo_lookup", request).append('\n');
        } else if (request.opcode == Opcode.CREATE) {
            LibfuseLines.called(line(fact), "lo_create", request).append(" kill_priv=0\n");
        }
    }

    private void done(WireFact fact) {
        LibfuseLines.arrows(fact, (name, entry) -> LibfuseLines.arrow(line(fact), fact, name, entry));
    }

    private void reply(WireFact fact) {
        LibfuseLines.answered(line(fact), fact.unique(), fact.reply().error(), wire.of(fact).length);
    }

    private void forget(WireFact fact) {
        WireFact.Forgotten first = fact.forgotten().get(0);
        LibfuseLines.asked(line(fact), fact.unique(), Opcode.FORGET, first.nodeid(), 48, 0);
        if (first.before() > 0) {
            LibfuseLines.forgotten(line(fact), first);
        }
        line(fact).append("fv_queue_worker: elem 0 no reply sent\n");
    }
}
