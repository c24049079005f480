// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.Locale;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What a filesystem on hanwen/go-fuse 2.1 prints with {@code Debug}: the entries of READDIRPLUS are not in it. */
final class GoFuseLog {
    private static final long US = 1000L;
    private static final long S = 1_000_000L;

    private final StringBuilder out = new StringBuilder();

    private GoFuseLog() {}

    static String of(List<WireFact> facts) {
        GoFuseLog log = new GoFuseLog();
        facts.forEach(log::fact);
        return log.out.toString();
    }

    private void fact(WireFact fact) {
        switch (fact.kind()) {
            case REQUEST -> request(fact);
            case REPLY -> reply(fact);
            case FORGET -> forget(fact);
            case DONE, NOTIFY -> {}
        }
    }

    private StringBuilder line(WireFact fact) {
        long us = fact.timeNs() / US;
        return out.append("13:")
                .append(Long.toString(100 + us / S / 60 % 60).substring(1))
                .append(':')
                .append(Long.toString(100 + us / S % 60).substring(1))
                .append('.')
                .append(Long.toString(S + us % S).substring(1))
                .append(' ');
    }

    private void request(WireFact fact) {
        Request request = fact.request();
        line(fact)
                .append("rx ")
                .append(fact.unique())
                .append(": ")
                .append(request.opcode)
                .append(" n");
        out.append(Long.toUnsignedString(request.nodeid)).append(' ');
        switch (request.opcode) {
            case INIT -> out.append("{7.40 Ra 131072 ASYNC_READ} ");
            case LINK -> out.append("{Oldnodeid: n").append(request.other).append("} ");
            case RENAME, RENAME2 -> out.append("{i").append(request.other).append(" 0} ");
            case MKDIR -> out.append("{0755 (022)} ");
            case INTERRUPT -> out.append("{ix ").append(request.other).append("} ");
            case READ, READDIRPLUS, FLUSH, RELEASE, RELEASEDIR ->
                out.append("{Fh ").append(request.fh).append("} ");
            default -> {}
        }
        if (request.opcode.names() == 1) {
            out.append("[\"")
                    .append(request.name)
                    .append("\"] ")
                    .append(request.name.length() + 1)
                    .append('b');
        } else if (request.opcode.names() == 2) {
            out.append("[\"")
                    .append(request.name)
                    .append("\" \"")
                    .append(request.secondName)
                    .append("\"] ")
                    .append(request.name.length() + request.secondName.length() + 2)
                    .append('b');
        }
        out.append('\n');
    }

    private void reply(WireFact fact) {
        Reply reply = fact.reply();
        Request request = fact.request();
        line(fact).append("tx ").append(fact.unique()).append(":     ");
        if (reply.error() != 0) {
            out.append(-reply.error())
                    .append('=')
                    .append(Errno.of(-reply.error()).description().toLowerCase(Locale.ROOT))
                    .append('\n');
            return;
        }
        out.append("OK");
        if (request.opcode == Opcode.INIT) {
            out.append(", {7.28 Ra 131072 ASYNC_READ 0/0 Wr 131072 Tg 0 MaxPages 0}");
        } else if (request.opcode == Opcode.CREATE || request.opcode == Opcode.TMPFILE) {
            head(reply.entry()).append(' ');
            attributes(reply.entry()).append(" &{").append(reply.fh()).append(" 0 0}}");
        } else if (request.opcode.countsEntry()) {
            head(reply.entry()).append(" tE=1s tA=1s ");
            attributes(reply.entry()).append('}');
        } else if (request.opcode == Opcode.OPEN || request.opcode == Opcode.OPENDIR) {
            out.append(", {Fh ").append(reply.fh()).append(" }");
        } else if (request.opcode == Opcode.READDIRPLUS && !reply.entries().isEmpty()) {
            out.append(",  ").append(reply.entries().size() * 160).append("b data \"\\x00\\x00\"...");
        }
        out.append('\n');
    }

    private StringBuilder head(EntryReply entry) {
        return out.append(", {n")
                .append(Long.toUnsignedString(entry.nodeid()))
                .append(" g")
                .append(entry.generation());
    }

    private StringBuilder attributes(EntryReply entry) {
        return out.append("{M0")
                .append(Integer.toOctalString(entry.mode()))
                .append(" SZ=0 L=1 0:0 B0*4096 i0:")
                .append(entry.ino())
                .append(" A 0.000000 M 0.000000 C 0.000000}");
    }

    private void forget(WireFact fact) {
        List<WireFact.Forgotten> items = fact.forgotten();
        if (items.size() == 1) {
            line(fact)
                    .append("rx ")
                    .append(fact.unique())
                    .append(": FORGET n")
                    .append(Long.toUnsignedString(items.get(0).nodeid()))
                    .append(" {Nlookup=")
                    .append(items.get(0).nlookup())
                    .append("} \n");
            return;
        }
        line(fact)
                .append("rx ")
                .append(fact.unique())
                .append(": BATCH_FORGET n0 {Count=")
                .append(items.size())
                .append("} \"\\x05\\x00\"... ")
                .append(16 * items.size())
                .append("b\n");
        for (int i = 0; i < items.size(); i++) {
            line(fact)
                    .append("doBatchForget: rx ")
                    .append(fact.unique())
                    .append(' ')
                    .append(i + 1)
                    .append('/')
                    .append(items.size())
                    .append(": FORGET n")
                    .append(Long.toUnsignedString(items.get(i).nodeid()))
                    .append(" {Nlookup=")
                    .append(items.get(i).nlookup())
                    .append("}\n");
        }
    }
}
