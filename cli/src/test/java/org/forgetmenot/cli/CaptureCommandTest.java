// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code capture} says without a network; {@link TcpCaptureSystemTest} records one. */
class CaptureCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void misuseIsSaidFirst() {
        assertEquals(2, Run.of("capture", "-o", "x.pcapng").code());
        assertEquals(2, Run.of("capture", "-i", "lo").code());
        Run run = Run.of("capture", "-i", "lo", "-o", "x.pcapng", "--seconds", "0");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("--seconds takes a number above 0"), run.err());
    }

    /** In a process of its own, for a library is looked for once. */
    @Test
    void withoutLibpcapItSaysWhatToInstall() throws IOException, InterruptedException {
        Path out = folder.resolve("x.pcapng");
        Path said = folder.resolve("said");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.pcap4j.core.pcapLibName=" + folder.resolve("none.so"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "capture",
                        "-i",
                        "lo",
                        "-o",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        String message = Files.readString(said, StandardCharsets.UTF_8);
        assertEquals(3, code, message);
        assertTrue(
                message.startsWith("forgetmenot: live capture needs libpcap, which is not here: install it"), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(Files.notExists(out));
    }
}
