// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code chart} as its users meet it. */
final class ChartCommandTest {
    private static final String INCIDENT = "../samples/submount-incident/guest.ftrace.gz";
    private static final String FIXED = "../samples/submount-fixed/guest.ftrace.gz";

    @TempDir
    private Path folder = Path.of("");

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void anIncidentIsDrawnWithItsData() throws IOException {
        Run run = Run.of("chart", INCIDENT, "-o", file("a.png"), "--data", file("a.json"), "--width", "800");
        assertEquals(new Run(0, "", ""), run);
        assertEquals(800, ImageIO.read(folder.resolve("a.png").toFile()).getWidth());
        JsonNode data = new ObjectMapper().readTree(folder.resolve("a.json").toFile());
        assertEquals("forgetmenot/chart/1", data.get("schema").asText());
        assertEquals("lifecycle", data.get("kind").asText());
        assertEquals("3", data.get("rows").get(0).get(0).asText(), "the nodeid with the finding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifecycle", "counts", "table", "latency", "opcodes"})
    void everyKindIsDrawnBothWays(String kind) throws IOException {
        for (String name : new String[] {"a.png", "a.svg"}) {
            Run run = Run.of("chart", INCIDENT, "--kind", kind, "-o", file(name), "--data", file(name + ".csv"));
            assertEquals(new Run(0, "", ""), run);
            assertTrue(Files.size(folder.resolve(name)) > 5000);
            assertTrue(Files.readAllLines(folder.resolve(name + ".csv")).size() > 5);
        }
    }

    @Test
    void withoutFindingsTheBusiestIsDrawnAndThatIsSaid() {
        Run run = Run.of("chart", FIXED, "-o", file("a.svg"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("no nodeid has a finding: the busiest is drawn, nodeid "), run.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9999          | a.png | nodeid 9999 is not in guest.ftrace.gz; the nearest are 92, 91, 90",
                "3             | a.gif | name the file .png or .svg, not",
                "3,x           | a.png | is no nodeid",
                "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 | a.png | has room for 1 to 16",
            })
    void whatCannotBeDrawnIsSaidInOneLine(String nodeids, String name, String expected) {
        Run run = Run.of("chart", FIXED, "--nodeid", nodeids, "-o", file(name));
        assertEquals(Main.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertFalse(Files.exists(folder.resolve(name)), "half a picture");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        assertMisuse("ends in .csv or .json", "--data", file("a.xls"));
        assertMisuse("600 to 8000", "--width", "100");
        assertMisuse("of no nodeid in particular", "--kind", "opcodes", "--nodeid", "3");
        assertMisuse("pie", "--kind", "pie");
    }

    private void assertMisuse(String expected, String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"chart", FIXED, "-o", file("a.png")}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        Run run = Run.of(args);
        assertEquals(Main.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void capturesAreReadOnceSoThatStandardInputWillDo() throws IOException {
        byte[] capture = Files.readAllBytes(Path.of(INCIDENT));
        for (String kind : List.of("lifecycle", "counts", "opcodes")) {
            String data = file(kind + ".csv");
            Run piped = Run.withStdin(capture, "chart", "-", "--kind", kind, "-o", file(kind + ".png"), "--data", data);
            assertEquals(new Run(0, "", ""), piped);
            assertEquals(
                    0,
                    Run.of("chart", INCIDENT, "--kind", kind, "-o", file(kind + "2.png"), "--data", data + "2.csv")
                            .code());
            assertEquals(Files.readString(Path.of(data + "2.csv")), Files.readString(Path.of(data)), kind);
        }
    }

    @Test
    void filesThatExistAreKeptAndFoldersMustBeThere() {
        assertEquals(
                0,
                Run.of("chart", INCIDENT, "--kind=table", "-o", file("a.svg")).code());
        Run again = Run.of("chart", INCIDENT, "--kind=table", "-o", file("a.svg"));
        assertEquals(Main.UNREADABLE, again.code());
        assertTrue(again.err().contains("give --force"), again.err());
        Run nowhere = Run.of("chart", INCIDENT, "-o", file("nowhere/a.svg"));
        assertEquals(Main.UNREADABLE, nowhere.code());
        assertTrue(nowhere.err().contains("its directory does not exist"), nowhere.err());
    }

    @Test
    void aCaptureIsNotWrittenOver() throws IOException {
        Path capture = folder.resolve("capture.svg");
        byte[] before = Files.readAllBytes(Path.of(INCIDENT));
        Files.write(capture, before);
        String name = capture.toString();
        for (String[] args : new String[][] {
            {"chart", name, "-o", name, "--force"},
            {"chart", name, "-o", file("a.png"), "--data", name, "--force"},
            {"report", name, "-o", name, "--force"},
            {"export", "--to", "perfetto", name, "-o", name, "--force"},
            {"bundle", name, "-o", name, "--force"},
            {"minimize", name, "--finding", "forget-before-last-use", "-o", name, "--force"}
        }) {
            Run run = Run.of(args);
            assertEquals(Main.USAGE, run.code(), () -> String.join(" ", args) + run.err());
        }
        assertArrayEquals(before, Files.readAllBytes(capture));
    }

    @Test
    void aPictureWithoutItsDataIsNotKept() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("full.csv"), Path.of("/dev/full"));
        Run run = Run.of("chart", INCIDENT, "-o", file("a.png"), "--data", full.toString(), "--force");
        assertEquals(Main.UNREADABLE, run.code(), run.err());
        assertFalse(Files.exists(folder.resolve("a.png")));
    }

    @Test
    void anExportOfAnUnknownNodeidIsRefused() {
        Run run = Run.of("export", "--to", "perfetto", "--nodeid", "9999", FIXED, "-o", file("a.json"));
        assertEquals(Main.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("nodeid 9999 is not in guest.ftrace.gz; the nearest are 92"), run.err());
        assertFalse(Files.exists(folder.resolve("a.json")));
    }
}
