// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.requestlog.ReadLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A text capture reads the same after a terminal, a web page, a mail or an editor had it. */
class PastedTest {
    /** Enough of a large fixture. */
    private static final int LINES_MAX = 3000;

    static Stream<String> texts() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/sniff-matrix.txt")).stream()
                .filter(row -> row.startsWith("captures/"))
                .filter(row -> Formats.byId(row.split(" ")[1]).orElseThrow().isText())
                .map(row -> row.substring("captures/".length()));
    }

    private static List<String> lines(String row) throws IOException {
        String text = new String(ReadLog.bytes(row.split(" ")[0]), StandardCharsets.ISO_8859_1);
        return text.lines().limit(LINES_MAX).toList();
    }

    private static List<String> read(List<String> lines, String end) throws IOException {
        byte[] bytes = (String.join(end, lines) + end).getBytes(StandardCharsets.ISO_8859_1);
        try (Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(bytes))) {
            List<String> texts = new ArrayList<>();
            texts.add(capture.format().id());
            for (Event event : TestCaptures.events(capture)) {
                texts.add(ReadLog.text(event) + " time=" + (event.hasTimeNs() ? event.timeNs() : "unknown"));
            }
            for (Diagnostics.Row oddity : capture.context().diagnostics().rows()) {
                texts.add(oddity.code() + " " + oddity.count());
            }
            return texts;
        }
    }

    private static void assertSame(String row, UnaryOperator<String> harm) throws IOException {
        List<String> lines = lines(row);
        assertEquals(read(lines, "\n"), read(lines.stream().map(harm).toList(), "\n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void withEntitiesOfHtml(String row) throws IOException {
        assertSame(
                row,
                line -> line.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void quotedInAMail(String row) throws IOException {
        assertSame(row, line -> line.isEmpty() ? ">" : "> > " + line);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void inColours(String row) throws IOException {
        assertSame(row, line -> "\u001b[1;32m" + line.replace("=", "\u001b[0m=\u001b[33m") + "\u001b[m");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void withLineEndsOfWindows(String row) throws IOException {
        assertEquals(read(lines(row), "\n"), read(lines(row), "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void indented(String row) throws IOException {
        assertSame(row, line -> line.isEmpty() ? line : "    " + line);
    }
}
