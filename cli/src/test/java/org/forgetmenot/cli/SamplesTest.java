// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.Formats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say that the command prints is what it prints; {@code -Dgolden.update=true} writes it anew. */
final class SamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SAMPLES = ROOT.resolve("samples");
    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    /** The folders with captures: each has its story. */
    static List<Path> samples() throws IOException {
        try (Stream<Path> folders = Files.list(SAMPLES)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> Files.exists(folder.resolve("expected.txt")))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> samples = Files.walk(SAMPLES)) {
            return Stream.of(top, docs, samples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isDiagnosedAsItsFolderSays(Path folder) throws IOException {
        String story = Files.readString(folder.resolve("README.md"));
        List<String> commands = Session.commands(story);
        String command = commands.get(0);
        assertTrue(command.startsWith("./forgetmenot diagnose samples/" + folder.getFileName() + "/"), command);

        Run text = Session.run(command.replaceAll(" [|>].*", ""));
        Golden.check(folder.resolve("expected.txt"), text.out());
        assertEquals("", text.err());
        Matcher code = EXIT_CODE.matcher(story);
        assertTrue(code.find(), "the story does not tell the exit code");
        assertEquals(Integer.parseInt(code.group(1)), text.code());

        Run json = Session.run(command.replaceAll(" [|>].*", "").replace("diagnose ", "diagnose --format json "));
        Path expected = folder.resolve("expected.json");
        ObjectMapper mapper = new ObjectMapper();
        if (Files.exists(expected) && !Boolean.getBoolean("golden.update")) {
            // first as trees, whose difference can be read
            assertEquals(
                    mapper.readTree(Files.readString(expected)).toPrettyString(),
                    mapper.readTree(json.out()).toPrettyString());
        }
        Golden.check(expected, json.out());
        assertEquals(text.code(), json.code());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void sessionsShowWhatIsPrinted(Path document) throws IOException {
        Golden.check(document, Session.renewed(Files.readString(document)));
    }

    @Test
    void everyDialectAndFindingIsDocumented() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String formats = Files.readString(ROOT.resolve("docs/formats.md"));
        for (CaptureFormat format : Formats.ALL) {
            assertTrue(
                    formats.contains("\n## " + format.id() + "\n"), "docs/formats.md lacks a section " + format.id());
            String anchor = format.id().replace(".", ""); // as GitHub makes it of a heading
            assertTrue(
                    readme.contains("\n| [`" + format.id() + "`](docs/formats.md#" + anchor + ") |"),
                    "README.md's table of dialects lacks " + format.id());
        }
        for (FindingCode code : FindingCode.values()) {
            assertTrue(readme.contains("\n| `" + code.id() + "` | " + code.title()), "README.md lacks " + code.id());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        Path folder = document.getParent();
        assertAll(LINK.matcher(Files.readString(document))
                .results()
                .map(link -> folder.resolve(link.group(1)))
                .map(target -> () -> assertTrue(Files.exists(target), target + " is not there")));
    }
}
