// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.session.EventStream;
import org.forgetmenot.session.InputTally;
import org.jspecify.annotations.Nullable;

/** One pass over the captures of one run: what the ledgers and the tallies hold afterwards. */
final class Run {
    /** What a dialect must show so that the server's counts can be added up without a gap. */
    private static final Set<Capability> COUNTS =
            Set.of(Capability.ENTRY_NODEIDS, Capability.READDIRPLUS_ENTRIES, Capability.FORGET_COUNTS);

    private final List<Capture> captures;
    private final List<InputTally> tallies = new ArrayList<>();
    private final Ledgers ledgers;

    Run(List<Capture> captures, @Nullable Watch watch) throws IOException {
        this.captures = captures;
        captures.forEach(c -> tallies.add(new InputTally()));
        ledgers = new Ledgers(
                captures.stream().map(c -> c.context().stacks()).toList(), exact(captures), captures.size() > 1, watch);
    }

    private static List<Boolean> exact(List<Capture> captures) throws IOException {
        List<Boolean> exact = new ArrayList<>();
        for (Capture capture : captures) {
            exact.add(capture.capabilities().containsAll(COUNTS));
        }
        return exact;
    }

    void read(EventStream stream) throws IOException {
        Event event = new Event();
        while (stream.next(event)) {
            tallies.get(event.input()).accept(event);
            ledgers.accept(event);
        }
        ledgers.finish();
        Mark unknown = ledgers.kernel().firstUnknownSuperblock();
        if (unknown != null) {
            captures.get(unknown.input())
                    .context()
                    .diagnostics()
                    .report(
                            DiagnosticCode.UNKNOWN_SUPERBLOCK,
                            unknown.position(),
                            ledgers.kernel().unknownSuperblocks());
        }
    }

    List<Capture> captures() {
        return captures;
    }

    List<InputTally> tallies() {
        return tallies;
    }

    Ledgers ledgers() {
        return ledgers;
    }
}
