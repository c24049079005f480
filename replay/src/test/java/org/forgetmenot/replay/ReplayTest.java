// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capture;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.replay.ReplayResult.Use;
import org.forgetmenot.replay.plan.Effects;
import org.forgetmenot.replay.tree.TreeBuilder;
import org.forgetmenot.replay.tree.TreeFromCapture;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.MemoryTree;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Recorder;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.StreamServer;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays real captures, and made ones of what is rare, against real sessions of the Java server. */
final class ReplayTest {
    private static final String[] INCIDENT = {"submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz"
    };

    @TempDir
    Path directory;

    private static ReplayResult replay(List<Capture> captures, Personality personality) throws Exception {
        return Replay.run(captures, TargetSpec.parse("java"), personality, ReplayOptions.DEFAULT);
    }

    private static Use firstUse(Incident incident, Opcode opcode) {
        return incident.uses().stream()
                .filter(u -> u.step().opcode() == opcode.number())
                .findFirst()
                .orElseThrow();
    }

    private static Incident only(ReplayResult result) {
        assertEquals(1, result.incidents().size());
        return result.incidents().get(0);
    }

    @Test
    void theIncidentComesAgainAsTheCServerAnswersIt() throws Exception {
        ReplayResult result = replay(TestCapture.samples(INCIDENT), null);
        Incident incident = only(result);
        assertEquals("virtiofsd-c", result.personality());
        assertEquals(FindingCode.FORGET_BEFORE_LAST_USE, incident.code());
        assertEquals(true, incident.reproduced());
        assertEquals(28, incident.allUses());
        assertEquals(28, incident.reproducedUses());
        assertEquals(-Errno.ENOENT.number(), firstUse(incident, Opcode.LOOKUP).liveError());
        assertEquals(-Errno.EBADF.number(), firstUse(incident, Opcode.MKDIR).liveError());
        assertEquals(List.of("OPENDIR", "READDIRPLUS"), incident.madeUp());
        assertEquals(result.counts().compared(), result.counts().same());
        assertTrue(result.isAsRecorded());
    }

    @Test
    void theIncidentComesAgainAsTheRustServerAnswersIt() throws Exception {
        ReplayResult result = replay(TestCapture.samples(INCIDENT), Personality.VIRTIOFSD_RUST);
        Incident incident = only(result);
        assertEquals(true, incident.reproduced());
        assertEquals(-Errno.ENOENT.number(), firstUse(incident, Opcode.LOOKUP).recordedError());
        assertEquals(-Errno.EBADF.number(), firstUse(incident, Opcode.LOOKUP).liveError());
        assertTrue(result.isAsRecorded(), "a server's own way to refuse is no divergence");
    }

    @Test
    void libfuseDiesOfTheIncident() throws Exception {
        ReplayResult result = replay(TestCapture.samples(INCIDENT), Personality.LIBFUSE);
        assertEquals(true, only(result).reproduced());
        assertEquals(
                "died: fuse internal error: node " + liveNumber(result) + " not found",
                result.death().how());
        assertFalse(result.isAsRecorded());
        assertTrue(result.death().left() > 0);
        assertEquals(List.of("OPENDIR", "READDIRPLUS"), only(result).madeUp(), "on the way to the use that it died of");
        assertFalse(only(result).isExact());
    }

    @Test
    void aServerThatDiesBeforeTheIncidentShowsNothingOfIt() throws Exception {
        for (int requests : new int[] {5, 100}) {
            Path socket = directory.resolve("socket" + requests);
            try (TestServer server =
                    new TestServer(socket, tree(INCIDENT[1]), session(Personality.VIRTIOFSD_C), requests, true)) {
                ReplayResult result = Replay.run(
                        TestCapture.samples(INCIDENT), server.target(), null, ReplayOptions.DEFAULT.mayChangeAnyTree());
                assertTrue(result.death() != null);
                assertNull(only(result).reproduced(), only(result).why());
                assertEquals(
                        "The live server died before it came to that.",
                        only(result).why());
                assertFalse(result.isAsRecorded());
            }
        }
    }

    @Test
    void whoeverIsAskedForTheTreeHasAServer() throws Exception {
        List<Capture> captures = TestCapture.samples(INCIDENT);
        for (String target : List.of("unix:", "vhost-user:", "mount:")) {
            TargetSpec nobody = TargetSpec.parse(target + directory.resolve("none"));
            assertThrows(IOException.class, () -> Replay.run(captures, nobody, null, ReplayOptions.DEFAULT), target);
        }
    }

    private static String liveNumber(ReplayResult result) {
        String how = result.death().how();
        return how.substring(how.indexOf("node ") + 5, how.indexOf(" not found"));
    }

    @Test
    void theKernelsSideAloneIsEnough() throws Exception {
        ReplayResult result = replay(TestCapture.samples(INCIDENT[0]), null);
        assertEquals(true, only(result).reproduced());
        assertEquals(0, result.counts().diverged());
    }

    @Test
    void theFixedTwinGoesWell() throws Exception {
        for (String side : List.of("submount-fixed/virtiofsd.log.gz", "submount-fixed/guest.ftrace.gz")) {
            ReplayResult result = replay(TestCapture.samples(side), null);
            assertEquals(List.of(), result.incidents(), side);
            assertEquals(0, result.counts().diverged(), side);
            assertTrue(result.counts().compared() > 1000, side);
        }
    }

    @Test
    void wholeMessagesAreReplayedAsTheyWere() throws Exception {
        ReplayResult result = replay(TestCapture.samples("gluster/gluster.fusedump.gz"), null);
        assertEquals(0, result.counts().synthesised());
        assertEquals(0, result.counts().diverged());
        assertEquals(0, result.counts().added());
        assertEquals(446, result.counts().compared());
        assertNull(result.divergence());
    }

    @Test
    void strictlyEveryDifferenceCounts() throws Exception {
        ReplayOptions strict =
                new ReplayOptions(1, 0, Race.RECORDED, 1, false, Set.of(), ReplayOptions.DEFAULT.timeoutNs(), false);
        ReplayResult result =
                Replay.run(TestCapture.samples("gluster/gluster.fusedump.gz"), TargetSpec.parse("java"), null, strict);
        assertTrue(result.counts().diverged() > 0);
        assertFalse(result.isAsRecorded());
        assertTrue(result.tolerated().isEmpty());
    }

    private static MemoryTree tree(String... sample) throws IOException, FuseError {
        TreeFromCapture seen = new TreeFromCapture();
        Effects.read(TestCapture.samples(sample).get(0), seen::accept);
        return TreeBuilder.build(seen);
    }

    private static SessionOptions session(Personality personality) {
        return SessionOptions.of(personality, true);
    }

    @Test
    void theIncidentComesAgainOverASocket() throws Exception {
        FuseServer files =
                new FuseServer(tree(INCIDENT[1]), session(Personality.VIRTIOFSD_C), Recorder.none(), line -> {});
        try (StreamServer server = StreamServer.unix(files, directory.resolve("s"))) {
            overASocket(TargetSpec.parse(server.address()));
        }
    }

    @Test
    void theIncidentComesAgainOverTcp() throws Exception {
        FuseServer files =
                new FuseServer(tree(INCIDENT[1]), session(Personality.VIRTIOFSD_C), Recorder.none(), line -> {});
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (StreamServer server = StreamServer.tcp(files, any, "open sesame")) {
            overASocket(TargetSpec.parse(server.address()).withToken("open sesame"));
        }
    }

    private static void overASocket(TargetSpec target) throws Exception {
        ReplayResult result =
                Replay.run(TestCapture.samples(INCIDENT), target, null, ReplayOptions.DEFAULT.mayChangeAnyTree());
        Incident incident = only(result);
        assertEquals(true, incident.reproduced());
        assertEquals(-Errno.EBADF.number(), firstUse(incident, Opcode.MKDIR).liveError());
        assertEquals(0, result.counts().diverged());
        assertNull(result.death());
    }

    @Test
    void aTreeOfSomebodyElseIsNotChanged() throws Exception {
        Path socket = directory.resolve("s");
        try (TestServer server =
                new TestServer(socket, new MemoryTree(), session(Personality.VIRTIOFSD_C), 100, true)) {
            ReplayRefused refused = assertThrows(
                    ReplayRefused.class,
                    () -> Replay.run(TestCapture.samples(INCIDENT), server.target(), null, ReplayOptions.DEFAULT));
            assertTrue(refused.getMessage().contains("MKDIR"), refused.getMessage());
            assertTrue(refused.getMessage().contains("--i-own-this-tree"), refused.getMessage());
        }
    }

    @Test
    void aServerThatDiesIsAResult() throws Exception {
        Path socket = directory.resolve("s");
        try (TestServer server =
                new TestServer(socket, tree(INCIDENT[1]), session(Personality.VIRTIOFSD_C), 100, true)) {
            ReplayResult result = Replay.run(
                    TestCapture.samples(INCIDENT), server.target(), null, ReplayOptions.DEFAULT.mayChangeAnyTree());
            assertTrue(
                    result.death().how().contains("the connection"),
                    result.death().how());
            assertEquals(6, result.death().last().size());
            assertTrue(result.death().left() > 500);
            assertFalse(result.isAsRecorded());
        }
    }

    @Test
    void aServerThatFallsSilentIsAResult() throws Exception {
        Path socket = directory.resolve("s");
        ReplayOptions impatient =
                new ReplayOptions(64, 0, Race.RECORDED, 1, false, ReplayOptions.DEFAULT.tolerated(), 50_000_000, true);
        try (TestServer server =
                new TestServer(socket, tree(INCIDENT[1]), session(Personality.VIRTIOFSD_C), 100, false)) {
            ReplayResult result = Replay.run(TestCapture.samples(INCIDENT), server.target(), null, impatient);
            assertTrue(
                    result.death().how().startsWith("has not answered "),
                    result.death().how());
        }
    }

    @Test
    void nobodyListens() {
        IOException e = assertThrows(
                IOException.class,
                () -> Replay.run(
                        TestCapture.samples(INCIDENT),
                        TargetSpec.parse("unix:" + directory.resolve("nobody")),
                        null,
                        ReplayOptions.DEFAULT.mayChangeAnyTree()));
        assertTrue(e.getMessage().startsWith("no server at unix:"), e.getMessage());
    }

    /** A LOOKUP is answered after the FORGET that it crossed on the way. */
    private String[] race() {
        return new String[] {
            TestCapture.request(2, 1, 1, ",'name':'a'"),
            TestCapture.entry(2, 1, "a", 2),
            TestCapture.reply(2, 1, 0, ""),
            TestCapture.request(4, 3, 2, ""),
            TestCapture.forget(6, 2, 1),
            TestCapture.reply(4, 3, -9, ""),
        };
    }

    @Test
    void aRaceGoesAsItIsTold() throws Exception {
        Capture capture = TestCapture.of(directory, race());
        for (Race race : Race.values()) {
            int failed = 0;
            int runs = 40;
            for (int run = 0; run < runs; run++) {
                ReplayOptions options = ReplayOptions.DEFAULT.withRace(race, run + 1);
                ReplayResult result = Replay.run(
                        List.of(capture.reopen()), TargetSpec.parse("java"), Personality.VIRTIOFSD_RUST, options);
                failed += result.counts().diverged() == 0 ? 1 : 0;
                if (race != Race.FREE) {
                    runs = 1;
                }
            }
            switch (race) {
                case FIRST -> assertEquals(1, failed);
                case RECORDED, LAST -> assertEquals(0, failed);
                case FREE -> assertTrue(failed > 0 && failed < runs, failed + " of " + runs);
            }
        }
    }

    @Test
    void aForgetOfTooMuchIsSentOnlyIfAsked() throws Exception {
        Capture capture = TestCapture.of(
                directory,
                TestCapture.request(2, 1, 1, ",'name':'a'"),
                TestCapture.entry(2, 1, "a", 2),
                TestCapture.reply(2, 1, 0, ""),
                TestCapture.forget(4, 2, 2),
                TestCapture.request(6, 3, 1, ""),
                TestCapture.reply(6, 3, 0, ""));
        ReplayResult clamped = replay(List.of(capture.reopen()), Personality.VIRTIOFSD_C);
        assertNull(clamped.death());
        assertEquals(1, clamped.counts().forgetsClamped());
        ReplayResult raw = Replay.run(
                List.of(capture.reopen()),
                TargetSpec.parse("java"),
                Personality.VIRTIOFSD_C,
                ReplayOptions.DEFAULT.withRawForget());
        assertTrue(raw.death().how().contains("assertion failed"), raw.death().how());
    }

    @Test
    void aDirectoryIsTriedByItsPaths() throws Exception {
        Path files = Files.createDirectory(directory.resolve("files"));
        Capture capture = TestCapture.of(
                directory,
                TestCapture.request(2, 9, 1, ",'name':'made'"),
                TestCapture.entry(2, 1, "made", 2),
                TestCapture.reply(2, 9, 0, ""),
                TestCapture.forget(4, 2, 1),
                TestCapture.request(6, 3, 2, ""),
                TestCapture.reply(6, 3, -9, ""),
                TestCapture.request(8, 1, 1, ",'name':'nothing'"),
                TestCapture.reply(8, 1, -2, ""));
        ReplayResult result = Replay.run(
                List.of(capture), TargetSpec.parse("mount:" + files), null, ReplayOptions.DEFAULT.mayChangeAnyTree());
        assertTrue(Files.isDirectory(files.resolve("made")));
        assertNull(only(result).reproduced());
        assertEquals(1L, result.skipped().get(Skip.PATH));
        assertEquals(2, result.counts().same());
        assertTrue(result.isAsRecorded());
    }

    @Test
    void aNumberThatIsUsedAgainIsTwoFiles() throws Exception {
        // the FORGET of a comes while b is looked up, which gets a's number
        Capture capture = TestCapture.of(
                directory,
                TestCapture.request(2, 1, 1, ",'name':'a'"),
                TestCapture.entry(2, 1, "a", 2),
                TestCapture.reply(2, 1, 0, ""),
                TestCapture.request(4, 1, 1, ",'name':'b'"),
                TestCapture.forget(6, 2, 1),
                TestCapture.entry(4, 1, "b", 2),
                TestCapture.reply(4, 1, 0, ""),
                TestCapture.request(8, 3, 2, ""),
                TestCapture.reply(8, 3, 0, ""));
        ReplayResult result = replay(List.of(capture), Personality.VIRTIOFSD_RUST);
        assertEquals(0, result.counts().diverged());
        assertEquals(3, result.counts().same());
        assertEquals(0, result.counts().forgetsClamped());
    }

    @Test
    void whatBeganBeforeTheCaptureIsLookedUp() throws Exception {
        Capture capture = TestCapture.of(
                directory,
                TestCapture.request(2, 3, 7, ""),
                TestCapture.reply(2, 3, 0, ""),
                TestCapture.request(4, 15, 7, ",'fh':3"),
                TestCapture.reply(4, 15, 0, ",'sizeBytes':16"));
        ReplayResult result = replay(List.of(capture), Personality.VIRTIOFSD_RUST);
        assertEquals(2, result.counts().same());
        assertEquals(3, result.counts().added(), "a LOOKUP, an OPEN, and in the end its RELEASE");
    }
}
