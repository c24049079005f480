// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.replay.Replay;
import org.forgetmenot.replay.ReplayOptions;
import org.forgetmenot.replay.ReplayResult;
import org.forgetmenot.replay.TargetSpec;
import org.forgetmenot.replay.target.Virtiofsd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions of the simulated kernel and server, replayed against the virtiofsd in C, which dies of a FORGET of too much, of a
 * {@code unique} of 0 and of much else. Faulty ones are among them: what they did wrong may go wrong again, but the server lives.
 */
@Tag("system")
final class WorldVirtiofsdSystemTest {
    private static final long OPERATIONS = Long.getLong("world.operations", 100_000);
    private static final Path PROGRAM = Path.of("/usr/lib/qemu/virtiofsd");

    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void theServerLives() throws Exception {
        assumeTrue(LibC.geteuid() == 0, "the virtiofsd in C runs as root only");
        assumeTrue(Files.isExecutable(PROGRAM), "needs " + PROGRAM + " (Debian: qemu-system-common)");
        TargetSpec target = TargetSpec.starting(Virtiofsd.at(PROGRAM));
        Fault[] faults = Fault.values();
        long sent = 0;
        for (long seed = 0; sent < OPERATIONS; seed++) {
            Session session = seed % 4 == 0
                    ? Session.faulty(seed, faults[(int) (seed / 4 % faults.length)])
                    : Session.healthy(seed);
            if (!session.isWhole()) {
                continue; // cut and mixed up: readers have tests of their own
            }
            // this server aborts at a CREATE of what somebody else has made in between: that is nobody's accident but
            // its own
            Session alone = session.with(session.script().steps().stream()
                    .filter(step -> step.kind() != Step.Kind.HOST)
                    .toList());
            List<CaptureFile> files = alone.play().files();
            if (files.size() > 1) {
                continue; // two views of one run: one of them is enough here
            }
            Path path = directory.resolve("world." + files.get(0).dialect());
            Files.write(path, files.get(0).bytes());
            Capture capture = Capture.open(path.toString(), files.get(0).dialect(), InputStream.nullInputStream());
            ReplayResult result = Replay.run(List.of(capture), target, null, ReplayOptions.DEFAULT);
            assertNull(result.death(), () -> alone + "\n" + result.death());
            sent += result.counts().sent();
        }
        assertTrue(sent >= OPERATIONS, sent + " were sent");
    }
}
