// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.format.Capture;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.replay.target.Virtiofsd;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replays captures against the virtiofsd that Debian has, the one in C. */
@Tag("system")
@Timeout(300)
final class VirtiofsdSystemTest {
    private static final Path PROGRAM = Path.of("/usr/lib/qemu/virtiofsd");

    @TempDir
    Path directory;

    private List<Path> before = List.of();

    @BeforeEach
    void needsRootAndVirtiofsd() throws Exception {
        assumeTrue(LibC.geteuid() == 0, "the virtiofsd in C runs as root only");
        assumeTrue(Files.isExecutable(PROGRAM), "needs " + PROGRAM + " (Debian: qemu-system-common)");
        before = homes();
    }

    @AfterEach
    void leavesNothing() throws Exception {
        assertEquals(before, homes(), "what was made for the server is gone");
        assertFalse(
                ProcessHandle.current()
                        .descendants()
                        .anyMatch(p -> p.info().command().orElse("").equals(PROGRAM.toString())),
                "the server has ended");
    }

    private static List<Path> homes() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("forgetmenot-"))
                    .sorted()
                    .toList();
        }
    }

    private static ReplayResult replay(List<Capture> captures, ReplayOptions options) throws Exception {
        return Replay.run(captures, TargetSpec.starting(Virtiofsd.at(PROGRAM)), null, options);
    }

    @Test
    void theIncidentComesAgainWithTheSameErrors() throws Exception {
        ReplayResult result = replay(
                TestCapture.samples("submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz"),
                ReplayOptions.DEFAULT);
        assertTrue(result.target().startsWith("virtiofsd 7."), result.target());
        assertNull(result.divergence());
        assertNull(result.death());
        assertEquals(714, result.counts().compared());
        assertEquals(714, result.counts().same());
        Incident incident = result.incidents().get(0);
        assertEquals(true, incident.reproduced());
        assertEquals(28, incident.reproducedUses());
        assertEquals(
                List.of(-Errno.ENOENT.number(), -Errno.EBADF.number()),
                incident.uses().stream().map(u -> u.liveError()).distinct().toList());
    }

    @Test
    void theFixedRunGoesWellAgain() throws Exception {
        ReplayResult result = replay(TestCapture.samples("submount-fixed/virtiofsd.log.gz"), ReplayOptions.DEFAULT);
        assertTrue(result.isAsRecorded());
        assertEquals(List.of(), result.incidents());
        assertEquals(1761, result.counts().same());
    }

    /** An older protocol, from another server, with data: the files are real ones. */
    @Test
    void wholeMessagesAreComparedWithTheirData() throws Exception {
        ReplayResult result = replay(TestCapture.samples("gluster/gluster.fusedump.gz"), ReplayOptions.DEFAULT);
        assertNull(result.divergence(), () -> result.divergence().toString());
        assertEquals(446, result.counts().compared());
    }

    @Test
    void aServerThatDiesIsTheResult() throws Exception {
        Capture capture = TestCapture.of(
                directory,
                TestCapture.request(2, 1, 1, ",'name':'a'"),
                TestCapture.entry(2, 1, "a", 2),
                TestCapture.reply(2, 1, 0, ""),
                TestCapture.forget(4, 2, 7),
                TestCapture.request(6, 3, 1, ""),
                TestCapture.reply(6, 3, 0, ""));
        assertNull(replay(List.of(capture), ReplayOptions.DEFAULT).death(), "no more is given back than is counted");
        ReplayResult raw = replay(List.of(capture.reopen()), ReplayOptions.DEFAULT.withRawForget());
        assertNotNull(raw.death());
        assertTrue(
                raw.death().how().endsWith("its process was killed by SIGABRT"),
                raw.death().how());
        assertTrue(
                raw.death().said().stream().anyMatch(line -> line.contains("nlookup")),
                raw.death().said().toString());
        assertTrue(
                raw.death().last().stream().anyMatch(step -> step.opcode() == Opcode.FORGET.number()),
                raw.death().last().toString());
    }
}
