// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;

/** Knows what happened in a session, and holds the tool's verdict against it. */
final class Oracle {
    private Oracle() {}

    /** What the tool makes of captures. */
    interface Asked<T> {
        T of(List<Capture> captures) throws IOException;
    }

    /** The tool's diagnosis of captures; empty if it takes none of them, or not both for one run's. */
    static Optional<Diagnosis> diagnose(List<CaptureFile> files) {
        return of(files, Analysis::diagnose);
    }

    /** The same for anything that the tool may be asked. */
    static <T> Optional<T> of(List<CaptureFile> files, Asked<T> asked) {
        List<Capture> captures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        try {
            try {
                for (CaptureFile file : files) {
                    captures.add(files.size() == 1 ? inMemory(file) : onDisk(file, paths));
                }
                return Optional.of(asked.of(captures));
            } finally {
                for (Capture capture : captures) {
                    capture.close();
                }
                for (Path path : paths) {
                    Files.delete(path);
                }
            }
        } catch (CaptureException e) {
            return Optional.empty(); // too little is in them
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Capture inMemory(CaptureFile file) throws IOException {
        return Capture.open(Capture.STDIN, file.dialect(), new ByteArrayInputStream(file.bytes()));
    }

    /** Merging reads a capture twice. */
    private static Capture onDisk(CaptureFile file, List<Path> paths) throws IOException {
        Path path = Files.createTempFile("world", "." + file.dialect());
        paths.add(path);
        Files.write(path, file.bytes());
        return Capture.open(path.toString(), file.dialect(), InputStream.nullInputStream());
    }

    /** What is claimed to be wrong: all but notes. */
    static List<Finding> claims(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(f -> f.severity() != Severity.INFO)
                .toList();
    }

    /** Whether the tool knows the class of a fault. */
    static boolean isJudged(Fault fault) {
        return Arrays.stream(FindingCode.values()).anyMatch(c -> c.id().equals(fault.code()));
    }

    /** Holds the tool's verdict on a session against what happened in it. */
    static Verdict judge(Session session, Session.Played played) {
        Diagnosis diagnosis = diagnose(played.files()).orElse(null);
        if (diagnosis == null) {
            boolean allowed = !session.isWhole() || session.view().isPair();
            return new Verdict(Set.of(Matrix.REFUSED), allowed ? null : "refused");
        }
        return session.fault() == null ? healthy(session, played, diagnosis) : faulty(session, played, diagnosis);
    }

    private static Verdict healthy(Session session, Session.Played played, Diagnosis diagnosis) {
        List<Finding> claims = claims(diagnosis);
        String complaint = session.isWhole() ? Invariants.complaint(session.view(), played.world(), diagnosis) : null;
        if (complaint == null && session.isWhole() && session.view().showsKernel()) {
            complaint = WhatIfOracle.complaint(played);
            complaint = complaint == null ? KernelCounts.complaint(played) : complaint;
        }
        return new Verdict(codes(claims), claims.isEmpty() ? complaint : "false alarm: " + describe(claims));
    }

    private static Set<String> codes(List<Finding> findings) {
        return findings.isEmpty()
                ? Set.of(Matrix.NOTHING)
                : findings.stream().map(f -> f.code().id()).collect(Collectors.toSet());
    }

    /**
     * A fault that happened must be found, with its nodeid, blame and superblocks, and nothing else. Of a capture that is not
     * whole it is only asked that nothing is claimed of other nodeids.
     */
    private static Verdict faulty(Session session, Session.Played played, Diagnosis diagnosis) {
        Fault fault = session.fault();
        Plant plant = played.plant();
        Set<String> names = fault.names(plant, session.view());
        List<Finding> it = diagnosis.findings().stream()
                .filter(f -> names.contains(f.code().id()) && isIt(f, fault, plant))
                .toList();
        List<Finding> others = claims(diagnosis).stream()
                .filter(f -> !names.contains(f.code().id()))
                .filter(f -> !plant.isConsequence(f.code().id(), f.blame(), f.nodeid()))
                .filter(f -> session.isWhole() || f.nodeid() == null || f.nodeid() != plant.nodeid())
                .toList();
        Set<String> found = new TreeSet<>(codes(others));
        if (!it.isEmpty()) {
            found.remove(Matrix.NOTHING);
            found.add(fault.code());
        }
        if (!others.isEmpty()) {
            return new Verdict(found, fault.code() + ": false alarm beside it: " + describe(others));
        }
        if (it.isEmpty() && session.isWhole()) {
            return new Verdict(
                    found,
                    fault.code() + " missed of nodeid " + plant.nodeid() + "; found: "
                            + describe(diagnosis.findings()));
        }
        return new Verdict(it.isEmpty() && !session.isWhole() ? Set.of(Matrix.NOT_WHOLE) : found, null);
    }

    private static boolean isIt(Finding finding, Fault fault, Plant plant) {
        return finding.blame() == fault.blame()
                && (finding.severity() == Severity.INFO) == fault.isNote()
                && (finding.nodeid() == null || !fault.hasNodeid() || finding.nodeid() == plant.nodeid())
                && isOfSuperblocks(finding, plant);
    }

    /** Whether the superblocks are named that let go and that still held the nodeid, where the fault has any. */
    private static boolean isOfSuperblocks(Finding finding, Plant plant) {
        if (plant.by() == null) {
            return true;
        }
        return finding.forgotten().stream().anyMatch(f -> plant.by().equals(f.sDev()))
                && finding.heldBy().stream().anyMatch(h -> plant.holders().contains(h.sDev()));
    }

    static String describe(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(finding.code().id())
                    .append(' ')
                    .append(finding.confidence())
                    .append(" of nodeid ")
                    .append(finding.nodeid() == null ? "none" : Long.toUnsignedString(finding.nodeid()))
                    .append(", blame ")
                    .append(finding.blame())
                    .append(", forgotten ")
                    .append(finding.forgotten())
                    .append(", used ")
                    .append(finding.used())
                    .append(": ")
                    .append(finding.explanation())
                    .append('\n');
        }
        return text.toString();
    }
}
