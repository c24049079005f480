// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.forgetmenot.detect.FindingCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Sessions of a simulated kernel and server, seen through every dialect: nothing is found in the healthy ones, and in the
 * others what was done wrong. {@code -Dworld.sessions=50000 -Dworld.seed=1} plays more, and others; {@code -Dworld.report=FILE}
 * writes what was planted against what was found.
 */
class WorldTest {
    private static final long SESSIONS = Long.getLong("world.sessions", 600);
    private static final long SEED = Long.getLong("world.seed", 0);
    private static final int SHOWN_MAX = 3;
    private static final String HEALTHY = "(healthy)";
    private static final Matrix MATRIX = new Matrix();
    private static final List<Fault> JUDGED =
            Arrays.stream(Fault.values()).filter(Oracle::isJudged).toList();

    @AfterAll
    static void report() throws IOException {
        String file = System.getProperty("world.report");
        if (file != null) {
            Files.writeString(Path.of(file), MATRIX.table());
        }
    }

    @Test
    void healthySessionsRaiseNoAlarm() {
        assertEquals(List.of(), failures(seeds(), Session::healthy, MATRIX));
    }

    @Test
    void everyFaultIsFoundAndNothingElse() {
        assertEquals(List.of(), failures(seeds(), WorldTest::withFault, MATRIX));
    }

    private static LongStream seeds() {
        return LongStream.range(SEED, SEED + SESSIONS);
    }

    private static Session withFault(long seed) {
        return Session.shown(seed, JUDGED.get((int) Long.remainderUnsigned(seed, JUDGED.size())));
    }

    /** Sessions whose verdict was wrong once. */
    @Test
    void whatOnceWentWrongGoesRight() {
        assertEquals(
                List.of(), failures(LongStream.of(1012489, 1022043, 1036303, 1038302), Session::healthy, new Matrix()));
        assertEquals(
                List.of(),
                failures(
                        LongStream.of(1001419, 1004523, 1008975, 1021794, 1022454, 1045972),
                        WorldTest::withFault,
                        new Matrix()));
    }

    /** A class of finding without a fault here has never been shown to find anything. */
    @Test
    void everyClassOfFindingHasAFault() {
        Set<String> faults = Arrays.stream(Fault.values()).map(Fault::code).collect(Collectors.toSet());
        Set<String> codes =
                Arrays.stream(FindingCode.values()).map(FindingCode::id).collect(Collectors.toSet());
        assertTrue(faults.containsAll(codes), () -> codes + " are not all among " + faults);
        List<Fault> left =
                Arrays.stream(Fault.values()).filter(f -> !Oracle.isJudged(f)).toList();
        assertTrue(codes.size() < faults.size() || left.isEmpty(), () -> left + " are judged by nobody");
        if (!left.isEmpty()) {
            System.out.println("[world] no class of finding yet for " + left);
        }
    }

    /** The stories of the first sessions whose verdict is wrong. */
    private static List<String> failures(LongStream seeds, LongFunction<Session> sessions, Matrix matrix) {
        return seeds
                .parallel()
                .mapToObj(sessions)
                .filter(Objects::nonNull)
                .filter(session -> complaint(session, matrix) != null)
                .toList()
                .stream()
                .limit(SHOWN_MAX)
                .map(WorldTest::story)
                .toList();
    }

    private static String complaint(Session session, Matrix matrix) {
        Session.Played played = session.play();
        if (session.fault() != null && !played.plant().isConfirmed()) {
            return null; // made too small for its fault
        }
        Verdict verdict = Oracle.judge(session, played);
        matrix.add(session.fault() == null ? HEALTHY : session.fault().code(), verdict.found());
        return verdict.complaint();
    }

    /** The smallest session that fails in the same way, and what happened in it. */
    private static String story(Session session) {
        String kind = kind(complaint(session, new Matrix()));
        Session small = Shrinker.shrink(session, s -> kind.equals(kind(complaint(s, new Matrix()))));
        return small + "\n" + complaint(small, new Matrix()) + "\n"
                + small.play().world().journal().story();
    }

    private static String kind(String complaint) {
        return complaint == null ? "" : complaint.split(" of nodeid|: \\d", 2)[0];
    }
}
