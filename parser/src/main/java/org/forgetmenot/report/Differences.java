// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Difference.Divergence;
import org.forgetmenot.report.Difference.Kind;
import org.forgetmenot.session.Operations;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Compares two captures of one workload: the n-th operation of a kind on a path in the one is the n-th in the other. What
 * only repeats more often, as a loop or a revalidation does, is a difference of counts and no divergence.
 */
final class Differences {
    private final Capture first;
    private final Capture second;
    private final Tallies a;
    private final Tallies b;

    private Differences(Capture first, Capture second) throws IOException {
        this.first = first;
        this.second = second;
        a = Tallies.of(first);
        b = Tallies.of(second);
    }

    static Difference of(Capture first, Capture second) throws IOException {
        Diagnosis before = Analysis.diagnose(List.of(first));
        Diagnosis after = Analysis.diagnose(List.of(second));
        Differences differences = new Differences(first, second);
        List<Difference.Count> counts = differences.counts();
        return new Difference(
                List.of(before.inputs().get(0), after.inputs().get(0)),
                differences.aligned(),
                differences.divergence(),
                counts.subList(0, Math.min(counts.size(), Difference.COUNTS_MAX)),
                Math.max(0, counts.size() - Difference.COUNTS_MAX),
                without(after.findings(), before.findings()),
                without(before.findings(), after.findings()),
                both(before.findings(), after.findings()));
    }

    private Difference.Aligned aligned() {
        long aligned = 0;
        long same = 0;
        for (Map.Entry<Tallies.Key, Tallies.Results> entry : a.results().entrySet()) {
            Tallies.Results other = b.results().get(entry.getKey());
            if (other == null) {
                continue;
            }
            long both = Math.min(entry.getValue().count(), other.count());
            aligned += both;
            for (long i = 1; i <= both; i++) {
                same += Objects.equals(entry.getValue().error(i), other.error(i)) ? 1 : 0;
            }
        }
        return new Difference.Aligned(a.operations(), b.operations(), aligned, same);
    }

    /** A divergence, and how many operations of its capture came before it. */
    private record Found(Divergence divergence, long before) {}

    private @Nullable Divergence divergence() throws IOException {
        Found inFirst = search(first, 0, b, true);
        Found inSecond = search(second, 1, a, false);
        if (inFirst == null && inSecond == null) {
            return null;
        }
        if (inFirst == null || (inSecond != null && inSecond.before() < inFirst.before())) {
            return Objects.requireNonNull(inSecond).divergence();
        }
        Divergence divergence = inFirst.divergence();
        return divergence.kind() == Kind.RESULT ? withPartner(divergence) : divergence;
    }

    /**
     * The first operation of a capture that the other does not have, or, if asked for, answers in another way. Where names
     * are missing, files are told apart by the order in which they were met, and that the other has one not means little.
     */
    private static @Nullable Found search(Capture capture, int input, Tallies other, boolean results)
            throws IOException {
        Map<Tallies.Key, long[]> ordinals = new HashMap<>();
        Found[] found = new Found[1];
        long[] before = new long[1];
        if (!other.isWhole()) {
            return null;
        }
        Operations.read(
                capture,
                (opcode, path, error, answer) -> {
                    Tallies.Key key = new Tallies.Key(opcode, path);
                    Tallies.Results known = other.results().get(key);
                    if (known == null) {
                        if (isAsynchronous(opcode) || !Operations.isNamed(path)) {
                            return true;
                        }
                        found[0] = new Found(only(key, input, error, answer), before[0]);
                    } else if (results) {
                        long ordinal = ++ordinals.computeIfAbsent(key, k -> new long[1])[0];
                        Integer theirs = known.error(ordinal);
                        if (theirs != null && theirs != error) {
                            found[0] = new Found(
                                    new Divergence(
                                            Kind.RESULT,
                                            opcode,
                                            path,
                                            ordinal,
                                            evidence(answer, input),
                                            error,
                                            null,
                                            theirs),
                                    before[0]);
                        }
                    }
                    before[0]++;
                    return found[0] == null;
                },
                null);
        return found[0];
    }

    private static Divergence only(Tallies.Key key, int input, int error, Event answer) {
        Evidence at = evidence(answer, input);
        return input == 0
                ? new Divergence(Kind.ONLY_FIRST, key.opcode(), key.path(), 1, at, error, null, null)
                : new Divergence(Kind.ONLY_SECOND, key.opcode(), key.path(), 1, null, null, at, error);
    }

    /** Whether the kernel sends it when it likes: that one run has it and another not means nothing. */
    private static boolean isAsynchronous(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known == Opcode.READ
                || known == Opcode.WRITE
                || known == Opcode.RELEASE
                || known == Opcode.RELEASEDIR
                || known == Opcode.INTERRUPT;
    }

    private Divergence withPartner(Divergence divergence) throws IOException {
        Evidence[] at = new Evidence[1];
        long[] ordinal = new long[1];
        Operations.read(
                second,
                (opcode, path, error, answer) -> {
                    if (opcode == divergence.opcode()
                            && path.equals(divergence.path())
                            && ++ordinal[0] == divergence.ordinal()) {
                        at[0] = evidence(answer, 1);
                    }
                    return at[0] == null;
                },
                null);
        return new Divergence(
                divergence.kind(),
                divergence.opcode(),
                divergence.path(),
                divergence.ordinal(),
                divergence.firstAt(),
                divergence.firstError(),
                at[0],
                divergence.secondError());
    }

    private static Evidence evidence(Event event, int input) {
        return new Evidence(
                input,
                event.position(),
                event.hasTimeNs() ? event.timeNs() : null,
                event.hasUnique() ? event.unique() : null,
                event.task().isEmpty() ? null : event.task().toString(),
                event.hasPid() ? event.pid() : null);
    }

    private List<Difference.Count> counts() {
        List<Difference.Count> counts = new ArrayList<>();
        Set<Tallies.Key> keys = new HashSet<>(a.results().keySet());
        keys.addAll(b.results().keySet());
        for (Tallies.Key key : keys) {
            add(
                    counts,
                    key.path(),
                    Opcode.name(key.opcode()),
                    count(a.results().get(key)),
                    count(b.results().get(key)));
        }
        Set<String> paths = new HashSet<>(a.lookups().keySet());
        paths.addAll(b.lookups().keySet());
        for (String path : paths) {
            Tallies.Lookups one = a.lookups().getOrDefault(path, new Tallies.Lookups());
            Tallies.Lookups other = b.lookups().getOrDefault(path, new Tallies.Lookups());
            add(counts, path, "lookups", one.found, other.found);
            add(counts, path, "forgotten", one.forgotten, other.forgotten);
        }
        counts.sort(Comparator.comparingLong((Difference.Count c) -> Math.abs(c.first() - c.second()))
                .reversed()
                .thenComparing(Difference.Count::path)
                .thenComparing(Difference.Count::what));
        return counts;
    }

    private static long count(Tallies.@Nullable Results results) {
        return results == null ? 0 : results.count();
    }

    private static void add(List<Difference.Count> counts, String path, String what, long one, long other) {
        if (one != other) {
            counts.add(new Difference.Count(path, what, one, other));
        }
    }

    private static List<Finding> without(List<Finding> findings, List<Finding> others) {
        return findings.stream()
                .filter(f -> others.stream().noneMatch(o -> isSame(f, o)))
                .toList();
    }

    private static List<Finding> both(List<Finding> before, List<Finding> after) {
        return after.stream()
                .filter(f -> before.stream().anyMatch(o -> isSame(f, o)))
                .toList();
    }

    /** Whether two findings are one: of a path where both know it, else of a class. */
    private static boolean isSame(Finding one, Finding other) {
        return one.code() == other.code()
                && (one.path() == null || other.path() == null || one.path().equals(other.path()));
    }
}
