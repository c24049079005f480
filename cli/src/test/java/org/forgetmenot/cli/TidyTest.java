// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the whole tree to what no compiler checks. */
final class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LINES_MAX = 500;
    private static final String HEADER = "// SPDX-License-Identifier: Apache-2.0";
    /** Written so that this file does not find itself. */
    private static final Pattern LEFT_TO_DO = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern PROCESS_STREAM = Pattern.compile("System\\.(out|err)\\b");

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("parser", "replay", "viz", "cli")) {
            Path folder = ROOT.resolve(module).resolve("src");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        assertTrue(sources.size() > 20, "the sources are not where they were: " + sources.size());
        return sources;
    }

    private interface Rule {
        boolean breaks(Path file, String content);
    }

    private static void assertNone(String what, Rule rule) throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path source : sources()) {
            if (rule.breaks(source, Files.readString(source))) {
                broken.add(ROOT.relativize(source).toString());
            }
        }
        assertEquals(List.of(), broken, what);
    }

    @Test
    void everyFileHasItsLicence() throws IOException {
        assertNone("without the licence header", (file, content) -> !content.startsWith(HEADER));
    }

    @Test
    void onlyTheCommandLineKnowsTheStreamsOfTheProcess() throws IOException {
        assertNone(
                "uses System.out or System.err",
                (file, content) -> isMain(file)
                        && !file.startsWith(ROOT.resolve("cli"))
                        && PROCESS_STREAM.matcher(content).find());
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertNone(
                "has a note for later",
                (file, content) -> LEFT_TO_DO.matcher(content).find());
    }

    @Test
    void filesStaySmall() throws IOException {
        assertNone(
                "has more than " + LINES_MAX + " lines",
                (file, content) -> isMain(file)
                        && !file.endsWith("event/Event.java") // one accessor after another, and no logic
                        && content.lines().count() > LINES_MAX);
    }

    private static boolean isMain(Path file) {
        return file.toString().contains("/src/main/");
    }
}
