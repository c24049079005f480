// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Used;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.wire.Errno;

/**
 * Makes a capture small: whole lives of nodeids go first, then operations, then, of a kernel's trace, single events. What is
 * left is diagnosed after each cut, and a cut counts only if the finding stays what it was.
 */
public final class Minimizer {
    /** Beyond it a capture does not fit into memory whole. */
    private static final int EVENTS_MAX = 1_000_000;

    /** What else must stay true of the events, given as NDJSON. */
    @FunctionalInterface
    public interface Trial {
        boolean shows(byte[] ndjson) throws IOException;
    }

    private final String dialect;
    private final Set<Capability> capabilities;
    private final Stacks stacks;
    private final Diagnostics diagnostics;
    private final Finding finding;
    private final Trial also;
    private final List<Step> steps;
    private int trials;

    private Minimizer(Capture capture, Finding finding, Trial also) throws IOException {
        this.dialect = capture.format().id();
        this.capabilities = capture.capabilities();
        this.finding = finding;
        this.also = also;
        this.steps = read(capture);
        this.stacks = capture.context().stacks();
        this.diagnostics = capture.context().diagnostics();
    }

    /**
     * Minimizes a capture.
     *
     * @param capture open and not yet read
     * @param finding of the diagnosis of this capture alone
     * @param also what else must stay true
     * @throws CaptureException if it is too large, or does not show the finding once it is read as single events
     */
    public static Minimal minimize(Capture capture, Finding finding, Trial also) throws IOException {
        return new Minimizer(capture, finding, also).minimize();
    }

    private static List<Step> read(Capture capture) throws IOException {
        Steps steps = new Steps();
        Event event = new Event();
        int count = 0;
        while (capture.reader().next(event)) {
            if (++count > EVENTS_MAX) {
                throw new CaptureException(capture.path() + ": has more than " + EVENTS_MAX
                        + " events, which is too much to minimize; cut it around the incident first");
            }
            Event copy = new Event();
            copy.copyFrom(event);
            steps.add(copy);
        }
        return steps.all();
    }

    private Minimal minimize() throws IOException {
        if (!shows(steps)) {
            throw new CaptureException("the finding does not show in the events of this capture alone");
        }
        List<Step> left = lives();
        left = DeltaDebugging.minimize(left, this::shows);
        List<Event> events = events(left);
        if (left.stream().anyMatch(Step::isKernel)) {
            events = DeltaDebugging.minimize(events, this::eventsShow);
        }
        int before = steps.stream().mapToInt(step -> step.events().size()).sum();
        return new Minimal(ndjson(events), events.size(), before, left.size(), trials);
    }

    /** Without the lives of nodeids that it does not need. */
    private List<Step> lives() throws IOException {
        List<Long> nodeids = steps.stream().map(Step::nodeid).distinct().toList();
        List<Long> needed = DeltaDebugging.minimize(nodeids, kept -> shows(of(Set.copyOf(kept))));
        return of(Set.copyOf(needed));
    }

    private List<Step> of(Set<Long> nodeids) {
        return steps.stream().filter(step -> nodeids.contains(step.nodeid())).toList();
    }

    private boolean shows(List<Step> candidate) throws IOException {
        return eventsShow(events(candidate));
    }

    private static List<Event> events(List<Step> candidate) {
        List<Event> events = new ArrayList<>();
        candidate.forEach(step -> events.addAll(step.events()));
        events.sort(Comparator.comparingLong(Event::position)); // stable: events of one line stay in order
        return events;
    }

    private boolean eventsShow(List<Event> candidate) throws IOException {
        if (candidate.isEmpty()) {
            return false;
        }
        trials++;
        byte[] ndjson = ndjson(candidate);
        try (Capture capture = Capture.open(Capture.STDIN, "ndjson", new ByteArrayInputStream(ndjson))) {
            return Analysis.diagnose(List.of(capture)).findings().stream().anyMatch(this::isSame) && also.shows(ndjson);
        } catch (CaptureException e) {
            return false; // what is left is no capture any more, or cannot be replayed
        }
    }

    /** The same finding, with as much to show for it. */
    private boolean isSame(Finding other) {
        return other.code() == finding.code()
                && Objects.equals(other.nodeid(), finding.nodeid())
                && other.severity() == finding.severity()
                && other.confidence() == finding.confidence()
                && other.blame() == finding.blame()
                && other.knownBug() == finding.knownBug()
                && Objects.equals(other.path(), finding.path())
                && other.heldBy().equals(finding.heldBy())
                && other.lookedUp().isEmpty() == finding.lookedUp().isEmpty()
                && other.forgotten().isEmpty() == finding.forgotten().isEmpty()
                && other.seen().isEmpty() == finding.seen().isEmpty()
                && worstError(other) == worstError(finding);
    }

    /** What a use was answered: of several errors, one that says that the server does not know the nodeid. */
    private static int worstError(Finding of) {
        int worst = 0;
        for (Used use : of.used()) {
            Integer error = use.error();
            if (error != null && error < 0 && (worst == 0 || isTelling(error))) {
                worst = error;
            }
        }
        return worst;
    }

    private static boolean isTelling(int error) {
        return error == -Errno.EBADF.number() || error == -Errno.ESTALE.number();
    }

    private byte[] ndjson(List<Event> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CaptureWriter writer = new NdjsonWriter(bytes)) {
            writer.begin(dialect, capabilities, stacks);
            for (Event event : events) {
                writer.write(event);
            }
            writer.end(capabilities, diagnostics);
        }
        return bytes.toByteArray();
    }
}
