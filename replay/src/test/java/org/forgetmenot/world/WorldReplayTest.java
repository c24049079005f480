// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.forgetmenot.format.Capture;
import org.forgetmenot.replay.Replay;
import org.forgetmenot.replay.ReplayOptions;
import org.forgetmenot.replay.ReplayRefused;
import org.forgetmenot.replay.ReplayResult;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.replay.TargetSpec;
import org.forgetmenot.replay.compare.Tolerance;
import org.forgetmenot.server.Personality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions of the simulated kernel and server, replayed against the Java server: what went well goes well again, and what a
 * FORGET broke breaks again. The world's messages have neither modes nor sizes, so only errors are held against each other.
 */
final class WorldReplayTest {
    private static final long SESSIONS = Long.getLong("world.sessions", 150);
    private static final long FAULTY_SESSIONS = 25;

    /** Differences of errors that are none of the server's sort; the others are of attributes. */
    private static final Set<Tolerance> OF_ERRORS = EnumSet.of(
            Tolerance.XATTR,
            Tolerance.ACCESS,
            Tolerance.STATX,
            Tolerance.UNIMPLEMENTED,
            Tolerance.REFUSAL,
            Tolerance.GUESS);

    @TempDir
    Path directory;

    private ReplayResult replay(Session session) throws IOException, ReplayRefused {
        List<Capture> captures = new ArrayList<>();
        for (CaptureFile file : session.play().files()) {
            Path path = Files.createTempFile(directory, "world", "." + file.dialect());
            Files.write(path, file.bytes());
            captures.add(Capture.open(path.toString(), file.dialect(), InputStream.nullInputStream()));
        }
        return Replay.run(captures, TargetSpec.parse("java"), Personality.VIRTIOFSD_RUST, ReplayOptions.DEFAULT);
    }

    /** Somebody else changes files; an NFS server asks for what the Java server lacks; the world's own idea of a rename that fails. */
    private static final Set<Step.Kind> LEFT_OUT = EnumSet.of(Step.Kind.HOST, Step.Kind.EXPORT, Step.Kind.RENAME);

    /** A session that leaves nothing open: all of it is recorded in its order, and only its own system calls change files. */
    private static Session calm(Session session) {
        Setting setting = session.script().setting();
        boolean told = Arrays.asList(View.ALL_COUNTS).contains(session.view())
                && !setting.lateLog()
                && !(session.view() == View.VIRTIOFSD_C && setting.pool());
        return !session.isWhole() || !told
                ? null
                : session.with(session.script().steps().stream()
                        .filter(s -> !LEFT_OUT.contains(s.kind()))
                        .toList());
    }

    @Test
    void healthySessionsGoAsTheyWent() throws Exception {
        List<Session> sessions = LongStream.range(0, SESSIONS)
                .mapToObj(seed -> calm(Session.healthy(seed)))
                .filter(Objects::nonNull)
                .toList();
        assertTrue(sessions.size() > SESSIONS / 5, sessions.size() + " sessions");
        for (Session session : sessions) {
            ReplayResult result = replay(session);
            long tolerated = OF_ERRORS.stream()
                    .mapToLong(t -> result.tolerated().getOrDefault(t, 0L))
                    .sum();
            assertEquals(
                    result.counts().compared(),
                    result.counts().same() + tolerated,
                    () -> session + "\n" + result.divergence());
            assertEquals(List.of(), result.incidents(), session::toString);
        }
    }

    private Stream<Incident> incidents(Fault fault) throws Exception {
        List<Incident> incidents = new ArrayList<>();
        for (long seed = 0; seed < FAULTY_SESSIONS; seed++) {
            Session session = Session.shown(seed, fault);
            if (session != null && session.isWhole()) {
                ReplayResult result = replay(session);
                incidents.addAll(result.incidents().stream()
                        .filter(i -> i.code().id().equals(fault.code()))
                        .toList());
            }
        }
        assertTrue(incidents.size() >= FAULTY_SESSIONS / 2, fault + ": " + incidents.size() + " incidents");
        return incidents.stream().filter(i -> i.reproduced() != null);
    }

    @Test
    void whatAForgetBrokeBreaksAgain() throws Exception {
        for (Fault fault : List.of(
                Fault.FORGET_BEFORE_LAST_USE,
                Fault.USE_AFTER_FORGET,
                Fault.HANDLE_AFTER_RELEASE,
                Fault.HANDLE_DOUBLE_RELEASE)) {
            assertEquals(
                    List.of(), incidents(fault).filter(i -> !i.reproduced()).toList(), fault::toString);
        }
    }

    @Test
    void aSoundServerDoesNotRepeatAnothersFault() throws Exception {
        assertEquals(
                List.of(),
                incidents(Fault.SERVER_DROPPED_LIVE_NODE)
                        .filter(Incident::reproduced)
                        .toList());
    }
}
