// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.replay.ReplayResult.Death;
import org.forgetmenot.replay.ReplayResult.Speed;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.plan.Effects;
import org.forgetmenot.replay.plan.OperationSource;
import org.forgetmenot.replay.plan.Plan;
import org.forgetmenot.replay.target.JavaTarget;
import org.forgetmenot.replay.target.Target;
import org.forgetmenot.replay.target.TargetDied;
import org.forgetmenot.replay.tree.TreeFromCapture;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.server.Personality;
import org.jspecify.annotations.Nullable;

/** The whole way of a replay: from captures of one run to what a live server says to the same requests. */
public final class Replay {
    private final Capture capture;
    private final int input;
    private final Diagnosis diagnosis;
    private final TargetSpec target;
    private final Personality personality;
    private final ReplayOptions options;
    private final TreeFromCapture tree = new TreeFromCapture();
    private final Incidents incidents;
    private Survey survey;

    private Replay(
            List<Capture> captures,
            Diagnosis diagnosis,
            TargetSpec target,
            @Nullable Personality personality,
            ReplayOptions options)
            throws IOException {
        this.diagnosis = diagnosis;
        this.target = target;
        this.options = options;
        input = tellsMost(captures);
        capture = captures.get(input);
        this.personality = personality == null ? usual(capture) : personality;
        survey = newSurvey();
        incidents = new Incidents(diagnosis, options.runs());
    }

    /**
     * Replays the operations of captures of one run: of the one among them that tells most. What went wrong in them is judged by
     * all together.
     *
     * @param personality of the Java server; null for the one that the capture was recorded from, as far as there is one
     * @throws ReplayRefused if it would change files that are not its own
     */
    public static ReplayResult run(
            List<Capture> captures, TargetSpec target, @Nullable Personality personality, ReplayOptions options)
            throws IOException, ReplayRefused {
        Diagnosis diagnosis = Analysis.diagnose(captures);
        return new Replay(captures, diagnosis, target, personality, options).run();
    }

    /** Which capture to replay: whole messages tell more than a server's log, and that more than a kernel's trace. */
    private static int tellsMost(List<Capture> captures) throws IOException {
        List<Set<Capability>> held = new ArrayList<>();
        for (Capture capture : captures) {
            held.add(capture.capabilities());
        }
        return IntStream.range(0, held.size())
                .boxed()
                .max(Comparator.comparingInt(i -> worth(held.get(i))))
                .orElseThrow();
    }

    private static int worth(Set<Capability> held) {
        int worth = held.contains(Capability.MESSAGES) ? 8 : 0;
        worth += held.contains(Capability.SUPERBLOCKS) ? 0 : 4;
        worth += held.contains(Capability.ENTRY_NODEIDS) ? 2 : 0;
        return worth + (held.contains(Capability.NAMES) ? 1 : 0);
    }

    /** Whose manners the Java server has unless it is told: of the server in the capture. */
    private static Personality usual(Capture capture) {
        return capture.format().id().equals(Personality.VIRTIOFSD_C.toString())
                ? Personality.VIRTIOFSD_C
                : Personality.VIRTIOFSD_RUST;
    }

    private ReplayResult run() throws IOException, ReplayRefused {
        look(tree);
        if (!survey.hasRequests()) {
            throw new CaptureException(capture.path() + ": shows no requests with their nodeids ("
                    + capture.format().title() + "), so there is nothing to replay");
        }
        if (!target.isOwnTree() && !options.mayChange() && !survey.changes().isEmpty()) {
            target.check();
            throw new ReplayRefused("the capture has operations that change files ("
                    + survey.changes().entrySet().stream()
                            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                            .map(e -> e.getKey() + " " + e.getValue())
                            .collect(Collectors.joining(", "))
                    + "), and the tree of " + target + " was not made for it; to let it be changed all the same, say"
                    + " --i-own-this-tree");
        }
        ReplayResult result = once(0);
        for (int run = 1; run < options.runs(); run++) {
            survey = newSurvey();
            look(null);
            result = once(run);
        }
        return result;
    }

    private Survey newSurvey() throws IOException {
        return new Survey(capture.capabilities().containsAll(Capability.COUNTS));
    }

    /** Reads the capture for what must be known before. */
    private void look(@Nullable TreeFromCapture seen) throws IOException {
        Effects.read(capture, operation -> {
            survey.accept(operation);
            if (seen != null) {
                seen.accept(operation);
            }
        });
    }

    private ReplayResult once(int run) throws IOException {
        Log log = new Log(new Comparison(options.tolerated()));
        try (Plan plan = Plan.of(capture);
                Target live = target.open(tree, personality, options.mayChange())) {
            ReplayOptions fitting = live instanceof JavaTarget ? options.withWindow(1) : options;
            OperationSource source = new Races(plan, options.race(), run);
            Replayer replayer = new Replayer(source, live, fitting, survey, log);
            long begin = System.nanoTime();
            Death death = null;
            try {
                replayer.run();
            } catch (TargetDied e) {
                death = new Death(String.valueOf(e.getMessage()), log.before(null), rest(source), live.said());
            }
            return result(log, live, replayer, death, System.nanoTime() - begin);
        }
    }

    private static long rest(OperationSource source) throws IOException {
        long left = 0;
        while (source.next() != null) {
            left++;
        }
        return left;
    }

    private ReplayResult result(Log log, Target live, Replayer replayer, @Nullable Death death, long elapsedNs) {
        var latency = replayer.conversation().latency();
        boolean any = latency.getTotalCount() > 0;
        return new ReplayResult(
                diagnosis,
                input,
                live.describe(),
                target.isJava() ? personality.toString() : null,
                log.counts(),
                log.skipped(),
                log.tolerated(),
                log.divergence(),
                incidents.of(log, death, live.isPathLevel()),
                new Speed(
                        elapsedNs <= 0 ? 0 : log.sent * 1e9 / elapsedNs,
                        elapsedNs,
                        any ? latency.getValueAtPercentile(50) : 0,
                        any ? latency.getValueAtPercentile(99) : 0,
                        replayer.pace().latenessP99Ns()),
                replayer.pending(),
                notes(replayer, live),
                death);
    }

    private List<String> notes(Replayer replayer, Target live) {
        List<String> notes = new ArrayList<>(replayer.notes());
        notes.addAll(live.notes());
        if (live.isPathLevel()) {
            notes.add("At path level only files are tried: how long a nodeid lives, and what a FORGET does, cannot be"
                    + " reproduced.");
        }
        if (!survey.hasMessages()) {
            notes.add(
                    "The capture has no whole messages: arguments that it does not tell are made up, and only errors are"
                            + " compared.");
        }
        if (target.isOwnTree() && tree.refusedNames() > 0) {
            notes.add(tree.refusedNames() + " names are no file names and were left out of the tree.");
        }
        if (target.isOwnTree() && tree.omittedNames() > 0) {
            notes.add(tree.omittedNames() + " names were too many for the tree.");
        }
        return notes;
    }
}
