// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.KernelLedger;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ServerSession;
import org.forgetmenot.wire.Errno;

/**
 * Counts that nothing gives back. Three different things, told apart by blame: the server counts more than it handed out
 * (server), the kernel lets an inode go and sends no FORGET (kernel), or the kernel just holds more and more, as it may
 * (unknown).
 */
final class LookupLeak {
    private LookupLeak() {}

    static List<Finding> find(Ledgers ledgers) {
        return Stream.of(
                        ledgers.server().sessions().stream()
                                .flatMap(s -> s.surpluses().first().stream())
                                .map(LookupLeak::inServer),
                        ledgers.kernel().unforgotten().stream().map(LookupLeak::inKernel),
                        ledgers.server().sessions().stream()
                                .filter(s -> s.growth().isSteady())
                                .map(LookupLeak::held))
                .flatMap(s -> s)
                .toList();
    }

    private static Finding inServer(ServerSession.Surplus surplus) {
        return FindingBuilder.of(FindingCode.LOOKUP_LEAK, Severity.ERROR, Confidence.CONFIRMED, Blame.SERVER)
                .epoch(surplus.epoch())
                .saying("The server leaked it: by its own log it counts " + surplus.serverCount() + " for "
                        + Explain.nodeid(surplus.epoch().nodeid())
                        + ", but of what it handed out the kernel has " + surplus.shown()
                        + " left. The kernel can never give back the rest, so the server keeps the node, and the file"
                        + " behind it open, for ever.");
    }

    private static Finding inKernel(KernelLedger.Unforgotten inode) {
        return FindingBuilder.of(FindingCode.LOOKUP_LEAK, Severity.ERROR, Confidence.LIKELY, Blame.KERNEL)
                .epoch(inode.epoch())
                .seen(new Seen(
                        Explain.evidence(inode.evicted()),
                        "inode evicted with nlookup " + Long.toUnsignedString(inode.nlookup()) + " by "
                                + Explain.name(inode.superblock()) + ", and no FORGET follows"))
                .saying("The kernel let its inode of "
                        + Explain.nodeid(inode.epoch().nodeid())
                        + " go and did not give its lookups back, although the superblock lived on. The server keeps"
                        + " the node, and the file behind it open, for ever.");
    }

    private static Finding held(ServerSession session) {
        long exhausted =
                session.tally().errors(-Errno.EMFILE.number()) + session.tally().errors(-Errno.ENFILE.number());
        return FindingBuilder.of(
                        FindingCode.LOOKUP_LEAK,
                        exhausted > 0 ? Severity.WARNING : Severity.INFO,
                        Confidence.LIKELY,
                        Blame.UNKNOWN)
                .saying("The kernel still holds it: the nodeids that it counts grew through the whole capture, to "
                        + session.growth().last()
                        + ". That is its cache, which it gives back under memory pressure; no lookup is lost."
                        + (exhausted > 0
                                ? " But the server keeps a file open for each and ran out of them ("
                                        + Explain.count(exhausted, "request")
                                        + " answered EMFILE or ENFILE): raise its limit of open files, or let it use file"
                                        + " handles instead of open files."
                                : " A server that keeps a file open for each needs a high limit of open files."));
    }
}
