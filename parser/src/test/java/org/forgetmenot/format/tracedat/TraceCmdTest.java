// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads every event that {@code trace-cmd report} prints. */
@Tag("system")
class TraceCmdTest {
    @ParameterizedTest
    @ValueSource(strings = {"tracedat/t6.dat.gz", "tracedat/t7_none.dat.gz", "tracedat/t7_zstd.dat"})
    void countsWhatTraceCmdPrints(String name, @TempDir Path directory) throws IOException, InterruptedException {
        assertEquals(printed(TestTraces.bytes(name), directory), read(name));
    }

    private static long read(String name) throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource(name))) {
            return TestCaptures.events(capture).size();
        }
    }

    private static long printed(byte[] file, Path directory) throws IOException, InterruptedException {
        Path data = Files.write(directory.resolve("trace.dat"), file);
        Path report = directory.resolve("report.txt");
        Process process;
        try {
            process = new ProcessBuilder("trace-cmd", "report", "-i", data.toString())
                    .redirectOutput(report.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "trace-cmd is not installed: " + e.getMessage());
            throw e;
        }
        assertEquals(0, process.waitFor());
        try (var lines = Files.lines(report)) {
            long events = lines.filter(line -> line.contains("] ") && !line.startsWith("cpus="))
                    .count();
            assertTrue(events > 0);
            return events;
        }
    }
}
