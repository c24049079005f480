// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve} and {@code tap} refuse, and what they leave behind then. */
@Timeout(60)
final class ServeCommandTest {
    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aStartThatFailsLeavesNoRecording() throws Exception {
        String record = folder.resolve("v.pcapng").toString();
        String socket = "unix:" + folder.resolve("socket");
        String source = Files.createDirectory(folder.resolve("source")).toString();
        List<List<String>> wrong = List.of(
                List.of("serve", "--source", folder.resolve("none").toString(), "--listen", socket),
                List.of("serve", "--from", folder.resolve("none").toString(), "--listen", socket),
                List.of("serve", "--source", source, "--listen", "unix:" + folder.resolve("no/socket")),
                List.of(
                        "serve",
                        "--source",
                        source,
                        "--vhost-user",
                        folder.resolve("no/socket").toString()),
                List.of(
                        "serve",
                        "--source",
                        source,
                        "--listen",
                        socket,
                        "--mount",
                        folder.resolve("none").toString()),
                List.of(
                        "tap",
                        "--listen",
                        folder.resolve("no/socket").toString(),
                        "--connect",
                        folder.resolve("none").toString()));
        for (List<String> arguments : wrong) {
            Run run = Run.of(Stream.concat(arguments.stream(), Stream.of("--record", record))
                    .toArray(String[]::new));
            assertEquals(3, run.code(), run.err());
            assertFalse(run.err().contains("recorded"), run.err());
            assertEquals(List.of("source"), files(), arguments.toString());
        }
    }

    @Test
    void aStartThatFailsLeavesTheOldRecordingAsItWas() throws Exception {
        Path record = Files.writeString(folder.resolve("v.pcapng"), "old");
        Run run = Run.of(
                "serve",
                "--source",
                folder.resolve("none").toString(),
                "--listen",
                "unix:" + folder.resolve("socket"),
                "--record",
                record.toString(),
                "--force");
        assertEquals(3, run.code(), run.err());
        assertEquals("old", Files.readString(record));
        assertEquals(List.of("v.pcapng"), files());
    }

    @Test
    void aRecordingIsNotHiddenByItsMount() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Run run = Run.of(
                "serve",
                "--from",
                "../samples/gluster/gluster.fusedump.gz",
                "--mount",
                mount.toString(),
                "--record",
                mount.resolve("v.ndjson").toString());
        assertEquals(2, run.code(), run.err());
        assertTrue(run.errLines().get(0).endsWith("lies in " + mount + ", where the mount would hide it"), run.err());
    }

    @Test
    void aTokenIsForTcp() {
        Run run = Run.of(
                "serve", "--source", folder.toString(), "--listen", "unix:" + folder.resolve("s"), "--token", "x");
        assertEquals(2, run.code(), run.err());
        assertTrue(run.errLines().get(0).endsWith("--token is for addresses of tcp"), run.err());
    }

    @Test
    void aFileIsNoDirectoryToServe() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Run run = Run.of("serve", "--source", file.toString(), "--listen", "unix:" + folder.resolve("s"));
        assertEquals(3, run.code(), run.err());
        assertTrue(run.err().contains("is not a directory"), run.err());
    }
}
