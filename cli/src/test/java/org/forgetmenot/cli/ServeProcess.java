// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code serve} in a process of its own, as it takes one to see how it ends. */
final class ServeProcess implements AutoCloseable {
    private static final int WAIT_MS = 120_000;

    private final Process process;
    private final Path said;

    private ServeProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts it, by a shell that first does something of its own. */
    static ServeProcess start(Path folder, String first, String... options) throws IOException {
        Path said = Files.createTempFile(folder, "said", "");
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                first + " exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
        command.addAll(List.of(options));
        return new ServeProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start(),
                said);
    }

    List<String> said() throws IOException {
        return Files.readAllLines(said, StandardCharsets.UTF_8);
    }

    /** Waits until it has said a line that begins so. */
    void await(String line) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (said().stream().noneMatch(s -> s.startsWith(line))) {
            assertTrue(process.isAlive() && System.nanoTime() < endNs, "says: " + said());
            Thread.sleep(50);
        }
    }

    /** Sends SIGTERM, and waits until it is gone. */
    void end() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS), "it does not end");
    }

    /** Of a test that fails, too, no mount stays behind. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
