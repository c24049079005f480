// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.lifecycle.Counted;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.session.EventStream;
import org.forgetmenot.session.InputTally;
import org.jspecify.annotations.Nullable;

/** One pass over the captures of one run: what the ledgers and the tallies hold afterwards. */
final class Run {
    private final List<Capture> captures;
    private final List<InputTally> tallies = new ArrayList<>();
    private final Ledgers ledgers;
    private @Nullable ActivityBook activity;
    private @Nullable SpanBook spans;

    Run(List<Capture> captures, Watch watch) throws IOException {
        this.captures = captures;
        captures.forEach(c -> tallies.add(new InputTally()));
        ledgers = new Ledgers(
                captures.stream().map(c -> c.context().stacks()).toList(),
                countsExactly(captures),
                captures.size() > 1,
                watch);
    }

    /** Which captures' counts can be trusted now: a reader may find out in the middle that its capture hides some. */
    private static IntPredicate countsExactly(List<Capture> captures) throws IOException {
        List<Boolean> atBest = new ArrayList<>();
        for (Capture capture : captures) {
            atBest.add(capture.capabilities().containsAll(Capability.COUNTS));
        }
        return input -> atBest.get(input) && captures.get(input).reader().showsEveryCount();
    }

    void read(EventStream stream) throws IOException {
        Event event = new Event();
        while (stream.next(event)) {
            tallies.get(event.input()).accept(event);
            ledgers.accept(event);
            if (activity != null) {
                activity.accept(event);
            }
            if (spans != null) {
                spans.accept(event);
            }
        }
        ledgers.finish();
        if (spans != null) {
            spans.finish();
        }
        for (int i = 0; i < captures.size(); i++) {
            if (tallies.get(i).events() == 0) {
                throw new CaptureException(captures.get(i).path() + ": holds no event that the dialect "
                        + captures.get(i).format().id()
                        + " knows; check what was recorded, or name another dialect with --dialect");
            }
        }
        report(DiagnosticCode.UNKNOWN_SUPERBLOCK, ledgers.kernel().unknownSuperblocks());
        report(DiagnosticCode.CONNECTIONS_TOO_MANY, ledgers.kernel().connectionsOmitted());
        report(DiagnosticCode.CONNECTIONS_TOO_MANY, ledgers.server().sessionsOmitted());
        report(DiagnosticCode.SUPERBLOCKS_TOO_MANY, ledgers.kernel().superblocksOmitted());
    }

    private void report(DiagnosticCode code, Counted counted) {
        Mark first = counted.first();
        if (first != null) {
            captures.get(first.input()).context().diagnostics().report(code, first.position(), counted.count());
        }
    }

    /** Writes down what goes on; before the captures are read. */
    ActivityBook keepActivity() {
        ActivityBook book = new ActivityBook(ledgers, captures.size() > 1);
        activity = book;
        return book;
    }

    /** Hands on each request when it has ended; before the captures are read. */
    void handOn(Consumer<Span> requests) {
        spans = new SpanBook(requests);
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
