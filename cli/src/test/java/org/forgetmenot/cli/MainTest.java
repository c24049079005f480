// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manners of the command: what it says and how it exits, whatever it is given. */
final class MainTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "diagnose",
                "explain",
                "whatif",
                "info",
                "convert",
                "recipes",
                "capture",
                "chart",
                "report",
                "export"
            })
    void helpEndsInExamples(String command) {
        for (Run run : List.of(Run.of(command, "--help"), Run.of("help", command))) {
            assertEquals(0, run.code());
            String last = run.out().substring(run.out().indexOf("Examples:"));
            assertTrue(last.contains("  forgetmenot " + command + " "), run.out());
            assertAll(run.out().lines().map(line -> () -> assertTrue(line.length() <= 80, line)));
        }
    }

    @Test
    void theCommandItselfHasHelpAVersionAndCompletion() {
        assertTrue(Run.of("--help").out().contains("Exit codes:"));
        assertTrue(Run.of("--version").out().startsWith("forgetmenot "));
        assertTrue(Run.of("generate-completion").out().contains("--nodeid"));
    }

    @Test
    void nearMissesAreSuggested() {
        assertMisuse("Did you mean: forgetmenot diagnose", "diagnos");
        assertMisuse("--separate", "diagnose", "--seperate", "x");
        assertMisuse("--dialect", "info", "--dialct=ftrace", "x");
    }

    @Test
    void misuseIsSaidBeforeAnythingIsRead() {
        assertMisuse("no command given");
        assertMisuse("CAPTURE", "diagnose");
        assertMisuse("--nodeid", "explain", "x");
        assertMisuse("unsigned", "explain", "x", "--nodeid=-3");
        assertMisuse("unsigned", "explain", "x", "--nodeid=0x1ffffffffffffffff");
        assertMisuse("no dialect is called", "diagnose", "--dialect=perl", "x");
        assertMisuse("did you mean steal?", "whatif", "--policy=stael", "x");
        assertMisuse("there are: unfixed, lookup, steal, shared", "whatif", "--policy=none", "x");
        assertMisuse("only once", "diagnose", "-", "-");
        assertMisuse("once for each", "diagnose", "--dialect=auto", "--dialect=auto", "a", "b", "c");
        assertMisuse("yaml", "diagnose", "--format=yaml", "x");
    }

    private static void assertMisuse(String expected, String... args) {
        Run run = Run.of(args);
        assertEquals(Main.USAGE, run.code(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("forgetmenot: "), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertTrue(run.errLines().size() <= 3, run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnose", "info", "explain", "whatif"})
    void whatIsNoCaptureIsSaidInOneLine(String command) throws IOException {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        byte[] prose = "It was a dark and stormy night.\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        assertUnreadable("no such file", command, folder.resolve("absent"));
        assertUnreadable("is a directory", command, folder);
        assertUnreadable("is empty", command, file("empty", new byte[0]));
        assertUnreadable("not a capture", command, file("noise", noise));
        assertUnreadable("not a capture", command, file("prose", prose));
        assertUnreadable("not a capture", command, file("cut.gz", Arrays.copyOf(gzip(prose), 60)));
        assertUnreadable("gzip", command, file("head.gz", Arrays.copyOf(gzip(prose), 5)));
        assertUnreadable("\\x1b[31m", command, folder.resolve("\u001b[31m"));
    }

    private static void assertUnreadable(String expected, String command, Path path) {
        Run run = command.equals("explain")
                ? Run.of(command, path.toString(), "--nodeid=3")
                : Run.of(command, path.toString());
        assertEquals(Main.UNREADABLE, run.code(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("forgetmenot: "), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertFalse(run.err().contains("\u001b"), run.err());
    }

    @Test
    void stdinIsReadForADash() {
        Run run = Run.withStdin("hello\n".getBytes(StandardCharsets.UTF_8), "diagnose", "-");
        assertEquals(Main.UNREADABLE, run.code());
        assertTrue(run.err().contains("not a capture"), run.err());
    }

    @Test
    void separateGoesOnAfterABadOne() {
        Run run = Run.of(
                "diagnose",
                "--separate",
                folder.resolve("a").toString(),
                folder.resolve("b").toString());
        assertEquals(Main.UNREADABLE, run.code());
        assertEquals(2, run.errLines().size(), run.err());
    }

    @Test
    void aReaderThatLeavesIsNoFailure() {
        ResultStream stream = new ResultStream(failing("Broken pipe"));
        assertThrows(ResultStream.Ended.class, () -> stream.write(1));
        assertThrows(ResultStream.Ended.class, stream::flush);
        assertEquals(null, stream.failure());
    }

    @Test
    void aFullDiskIsAFailure() {
        ResultStream stream = new ResultStream(failing("No space left on device"));
        assertThrows(ResultStream.Ended.class, () -> stream.write(1));
        // under a build tool standard output may be a pipe, and then any failure of it is a reader that left
        boolean pipe = stream.failure() == null;
        assertTrue(pipe || "No space left on device".equals(stream.failure().getMessage()));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void aFloodOfForgetsDoesNotOverflow() throws IOException {
        String forget = "{\"kind\":\"forget\",\"unique\":2,\"nodeid\":5,\"nlookup\":\"18446744073709551615\"}\n";
        byte[] capture =
                ("{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"libfuse\",\"capabilities\":[\"forgets\",\"forget-counts\"]}\n"
                                + forget
                                + forget)
                        .getBytes(StandardCharsets.UTF_8);
        Path file = file("flood.ndjson", capture);
        Run text = Run.of("info", file.toString());
        assertTrue(text.out().contains("2 FORGETs (nlookup 9223372036854775807)"), text.out() + text.err());
        Run json = Run.of("info", "--format", "json", file.toString());
        assertTrue(json.out().contains("\"forgetSum\":\"9223372036854775807\""), json.out());
    }
}
