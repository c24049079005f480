// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Detectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.HandleTable;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.NodeTotals;
import org.forgetmenot.lifecycle.RequestTally;
import org.forgetmenot.lifecycle.ServerSession;
import org.forgetmenot.lifecycle.Superblock;
import org.forgetmenot.session.Alignment;
import org.forgetmenot.session.InputTally;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Makes the plain records of a diagnosis from what a run left in the ledgers. */
final class Diagnoses {
    /** Findings in a report, the worst; the rest is only counted. */
    private static final int FINDINGS_MAX = 1000;

    private Diagnoses() {}

    static Diagnosis of(Run run, @Nullable Alignment alignment) {
        List<Finding> all = Detectors.find(run.ledgers(), together(run));
        List<Diagnosis.Connection> connections = connections(run);
        List<Finding> findings = all.stream()
                .limit(FINDINGS_MAX)
                // with several, which one a finding concerns is seen from its superblocks
                .map(f -> connections.size() == 1 ? f.ofConnection(0) : f)
                .toList();
        long omitted = all.size()
                - findings.size()
                + run.ledgers().kernel().dropsOmitted()
                + run.ledgers().server().omitted();
        NodeTotals totals = run.ledgers().totals();
        return new Diagnosis(
                inputs(run),
                connections,
                new Diagnosis.Nodes(totals.seen(), totals.live(), totals.peakLive()),
                alignment == null
                        ? null
                        : new Diagnosis.Alignment(
                                alignment.matched(),
                                -alignment.offsetNs(),
                                alignment.uncertaintyNs(),
                                alignment.sentence()),
                findings,
                omitted,
                Verdict.of(findings, omitted, inputs(run)));
    }

    /** What the captures show, all together. */
    private static Set<Capability> together(Run run) {
        Set<Capability> together = EnumSet.noneOf(Capability.class);
        run.captures().forEach(c -> together.addAll(c.reader().capabilities()));
        return together;
    }

    static List<Diagnosis.Input> inputs(Run run) {
        Set<Capability> together = together(run);
        List<Diagnosis.Input> inputs = new ArrayList<>();
        for (int i = 0; i < run.captures().size(); i++) {
            inputs.add(input(
                    run.captures().get(i),
                    run.tallies().get(i),
                    together,
                    run.captures().size() > 1));
        }
        return inputs;
    }

    private static Diagnosis.Input input(
            Capture capture, InputTally tally, Set<Capability> together, boolean bothSides) {
        Set<Capability> held = capture.reader().capabilities();
        return new Diagnosis.Input(
                capture.path(),
                capture.format(),
                capture.sizeBytes() < 0 ? null : capture.sizeBytes(),
                tally.events(),
                tally.requests(),
                tally.replies(),
                tally.forgets(),
                tally.forgetSum(),
                tally.lost(),
                tally.firstNs(),
                tally.lastNs(),
                tally.startsAtInit(),
                List.copyOf(EnumSet.copyOf(held.isEmpty() ? EnumSet.noneOf(Capability.class) : held)),
                capture.context().diagnostics().rows(),
                cannotJudge(tally, together, bothSides));
    }

    private static List<Diagnosis.CannotJudge> cannotJudge(
            InputTally tally, Set<Capability> together, boolean bothSides) {
        List<Diagnosis.CannotJudge> classes = new ArrayList<>();
        for (FindingCode code : FindingCode.values()) {
            String missing = code.needs().stream()
                    .filter(c -> !together.contains(c))
                    .sorted()
                    .map(Capability::words)
                    .collect(Collectors.joining(", "));
            if (code == FindingCode.LEDGER_DRIFT && !bothSides) {
                classes.add(new Diagnosis.CannotJudge(
                        code, "it takes two captures of one run, one of the kernel and one of its server"));
            } else if (!missing.isEmpty()) {
                classes.add(new Diagnosis.CannotJudge(code, "the capture has no " + missing));
            } else if (code.isSeenAtServer() && !bothSides && !tally.showsServer()) {
                classes.add(new Diagnosis.CannotJudge(
                        code, "the capture shows the kernel alone, and this shows in what comes to the server"));
            } else if (code == FindingCode.OVER_FORGET && !tally.startsAtInit() && !tally.tellsCounts()) {
                classes.add(new Diagnosis.CannotJudge(
                        code, "the capture starts after the mount: earlier lookups are unknown"));
            } else if (code == FindingCode.FORGET_BEFORE_LAST_USE && !tally.startsAtInit()) {
                classes.add(
                        new Diagnosis.CannotJudge(
                                code,
                                "the capture starts after the mount: what was held before is unknown, so only what the server's answers show is found"));
            } else if (tally.lost() > 0) {
                classes.add(new Diagnosis.CannotJudge(
                        code, "events were lost: counts are bounds, so a case may be missed"));
            }
        }
        return classes;
    }

    private static List<Diagnosis.Connection> connections(Run run) {
        List<KernelConnection> kernel = run.ledgers().kernel().connections();
        List<ServerSession> server = run.ledgers().server().sessions();
        List<Diagnosis.Connection> connections = new ArrayList<>();
        if (kernel.size() == 1 && server.size() == 1) {
            // two views of the one connection
            connections.add(
                    connection(0, kernel.get(0), server.get(0), server.get(0).tally()));
            return connections;
        }
        for (KernelConnection connection : kernel) {
            connections.add(connection(connections.size(), connection, null, connection.tally()));
        }
        for (ServerSession session : server) {
            connections.add(connection(connections.size(), null, session, session.tally()));
        }
        return connections;
    }

    private static Diagnosis.Connection connection(
            int id, @Nullable KernelConnection kernel, @Nullable ServerSession server, RequestTally tally) {
        return new Diagnosis.Connection(
                id,
                server == null || server.protocolMinor() < 0 ? null : "7." + server.protocolMinor(),
                kernel == null
                        ? List.of()
                        : kernel.superblocks().stream()
                                .map(Diagnoses::superblock)
                                .toList(),
                server == null ? null : handles(server.handles()),
                opcodes(tally),
                errors(tally));
    }

    private static Diagnosis.@Nullable Handles handles(HandleTable table) {
        return table.seen() == 0 ? null : new Diagnosis.Handles(table.seen(), table.open(), table.peakOpen());
    }

    private static List<Diagnosis.Count> opcodes(RequestTally tally) {
        return tally.requests().stream()
                .map(r -> new Diagnosis.Count(Opcode.name(r.number()), r.count()))
                .toList();
    }

    private static List<Diagnosis.Count> errors(RequestTally tally) {
        return tally.errors().stream()
                .map(r -> new Diagnosis.Count(Errno.name(r.number()), r.count()))
                .toList();
    }

    private static Diagnosis.Superblock superblock(Superblock superblock) {
        return new Diagnosis.Superblock(
                Lives.sDev(superblock),
                superblock.pointer(),
                superblock.isSubmount(),
                superblock.hasRoot() ? superblock.rootNodeid() : null,
                time(superblock.mounted()),
                time(superblock.killed()));
    }

    private static @Nullable Long time(@Nullable Mark mark) {
        return mark == null || !mark.hasTime() ? null : mark.timeNs();
    }

    private static String nodeid(Finding finding) {
        if (finding.nodeid() == null) {
            return "a nodeid";
        }
        return "nodeid " + Long.toUnsignedString(finding.nodeid())
                + (finding.path() == null ? "" : " (" + finding.path() + ")");
    }

    /** One sentence that says it all. */
    static final class Verdict {
        private Verdict() {}

        static String of(List<Finding> findings, long omitted, List<Diagnosis.Input> inputs) {
            long errors = findings.stream()
                    .filter(f -> f.severity() == Severity.ERROR)
                    .count();
            if (errors > 0) {
                Finding worst = findings.get(0);
                return worst.code().of(nodeid(worst)) + ": "
                        + worst.confidence().name().toLowerCase(java.util.Locale.ROOT)
                        + ", blame: " + worst.blame().name().toLowerCase(java.util.Locale.ROOT)
                        + (errors + omitted > 1 ? " (and " + (errors + omitted - 1) + " more)" : "");
            }
            boolean all = inputs.stream().allMatch(i -> i.cannotJudge().isEmpty());
            boolean none = inputs.stream().allMatch(i -> i.cannotJudge().size() == FindingCode.values().length);
            if (none) {
                return "nothing can be judged from this capture: see what is missing";
            }
            return all ? "nothing wrong was found" : "nothing wrong was found, as far as this capture shows";
        }
    }
}
