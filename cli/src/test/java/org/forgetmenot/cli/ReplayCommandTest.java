// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code replay} says of the samples, and what it refuses. */
final class ReplayCommandTest {
    private static final String INCIDENT = "../samples/submount-incident";
    private static final String FIXED = "../samples/submount-fixed";

    @TempDir
    Path directory;

    private static JsonNode json(int code, String... args) throws IOException {
        Run run = Run.of(args);
        assertEquals(code, run.code(), run.err());
        assertEquals("", run.err());
        assertEquals(1, run.out().lines().count());
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @CsvSource({"virtiofsd-c, -2", "virtiofsd-rust, -9"})
    void theIncidentComesAgainUnderBothManners(String personality, int lookup) throws IOException {
        JsonNode tree = json(Main.NOTHING_FOUND, "replay", INCIDENT, "--personality", personality, "--format", "json");
        assertEquals("forgetmenot/replay/1", tree.get("schema").asText());
        assertEquals(personality, tree.get("personality").asText());
        assertTrue(tree.get("firstDivergence").isNull());
        assertTrue(tree.get("serverDied").isNull());
        JsonNode incident = tree.get("incidents").get(0);
        assertEquals("forget-before-last-use", incident.get("code").asText());
        assertEquals(3, incident.get("nodeid").asInt());
        assertTrue(incident.get("reproduced").asBoolean());
        assertEquals(-2, incident.get("recordedError").asInt());
        assertEquals(lookup, incident.get("liveError").asInt());
        assertEquals("[\"OPENDIR\",\"READDIRPLUS\"]", incident.get("madeUp").toString());
        assertTrue(tree.get("operationsPerSecond").asLong() > 0);
    }

    @Test
    void theFixedTwinHasNothingToReproduce() {
        Run run = Run.of("replay", FIXED);
        assertEquals(Main.NOTHING_FOUND, run.code(), run.err());
        assertTrue(
                run.out()
                        .startsWith(
                                "The capture shows no incident that a replay could reproduce. Every answer is as\nrecorded"),
                run.out());
    }

    @Test
    void theServerDiesInOneLine() {
        Run run = Run.of("replay", INCIDENT, "--personality", "libfuse");
        assertEquals(Main.FOUND, run.code());
        assertTrue(run.out().startsWith("The Java server (libfuse) died. The incident is reproduced"), run.out());
        assertTrue(run.out().contains("LOOKUP of nodeid 3 (/ctr/rootfs)"), run.out());
        assertTrue(run.out().contains("operations of the capture were left."), run.out());
        assertTrue(run.out().contains("made up for OPENDIR, READDIRPLUS."), run.out());
    }

    @Test
    void everyRunIsCounted() throws IOException {
        JsonNode incident = json(
                        Main.NOTHING_FOUND, "replay", INCIDENT, "--race", "free", "--repeat", "3", "--format", "json")
                .get("incidents")
                .get(0);
        assertEquals(3, incident.get("runs").asInt());
        assertEquals(3, incident.get("reproducedRuns").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--target nowhere | 'nowhere' is no target",
                "--target tcp:host:0 | '0' is no port",
                "--personality qemu | 'qemu' is no personality",
                "--pace slow | 'slow' is no pace",
                "--repeat 0 | --repeat takes 1 to 100000",
                "--tolerate xatr | did you mean xattr?",
                "--strict --tolerate ino | --strict tolerates nothing",
                "--token x | --token is for targets of tcp"
            })
    void whatMakesNoSenseIsRefused(String options) {
        String[] parts = options.split(" \\| ");
        Run run = Run.of(("replay " + INCIDENT + " " + parts[0]).split(" "));
        assertEquals(Main.USAGE, run.code());
        assertTrue(run.errLines().get(0).contains(parts[1]), run.err());
        assertEquals("", run.out());
    }

    @Test
    void filesOfOthersAreChangedOnlyIfTheirOwnerSaysSo() {
        Run run = Run.of("replay", INCIDENT, "--target", "mount:" + directory);
        assertEquals(Main.USAGE, run.code());
        assertTrue(
                run.errLines().get(0).contains("operations that change files (WRITE 12, MKDIR 7, CREATE 6)"),
                run.err());
        assertTrue(run.errLines().get(0).endsWith("say --i-own-this-tree"), run.err());
        Run allowed = Run.of("replay", INCIDENT, "--target", "mount:" + directory, "--i-own-this-tree");
        assertTrue(allowed.out().startsWith("The incident cannot be shown on the filesystem at"), allowed.out());
    }

    @Test
    void nobodyIsAskedToLetAServerThatIsNotThereChangeFiles() {
        Run run = Run.of("replay", INCIDENT, "--target", "unix:" + directory.resolve("none"));
        assertEquals(Main.UNREADABLE, run.code());
        assertTrue(run.err().startsWith("forgetmenot: no server at unix:"), run.err());
    }

    @Test
    void nobodyListens() {
        Run run = Run.of("replay", INCIDENT, "--i-own-this-tree", "--target", "unix:" + directory.resolve("none"));
        assertEquals(Main.UNREADABLE, run.code());
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().startsWith("forgetmenot: no server at unix:"), run.err());
    }

    @Test
    void aDirectoryWithoutCapturesIsSaidToBe() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "nothing to see\n");
        Run run = Run.of("replay", directory.toString());
        assertEquals(Main.UNREADABLE, run.code());
        assertTrue(run.err().contains("holds no file that is a capture"), run.err());
    }

    @Test
    void standardInputIsReadOnlyOnce() {
        Run run = Run.of("replay", "-");
        assertEquals(Main.USAGE, run.code());
        assertTrue(run.err().contains("save standard input to a file"), run.err());
    }

    @Test
    void aDirectoryOfMoreThanTheTwoSidesIsListed() throws IOException {
        for (String name : new String[] {"a.gz", "b.gz", "c.gz"}) {
            Files.copy(Path.of(INCIDENT, "virtiofsd.log.gz"), directory.resolve(name));
        }
        Run run = Run.of("replay", directory.toString());
        assertEquals(Main.UNREADABLE, run.code());
        assertTrue(
                run.err()
                        .contains("holds 3 captures (a.gz, b.gz, c.gz); name two of them, a kernel's and its server's"),
                run.err());
    }

    @Test
    void adviceIsOnlyGivenWhereItCanBeFollowed() {
        String[] both = {INCIDENT + "/virtiofsd.log.gz", INCIDENT + "/virtiofsd.log.gz"};
        Run replay = Run.of("replay", both[0], both[1]);
        assertEquals(Main.UNREADABLE, replay.code());
        assertTrue(replay.err().stripTrailing().endsWith("; give one of them"), replay.err());
        Run diagnose = Run.of("diagnose", both[0], both[1]);
        assertTrue(
                diagnose.err()
                        .stripTrailing()
                        .endsWith("; give one of them, or use --separate to treat them one by one"),
                diagnose.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "minimize", "bundle"})
    void helpPromisesNoStandardInputWhereThereIsNone(String command) {
        Run help = Run.of(command, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().replaceAll("\\s+", " ").contains("standard input is none"), help.out());
        assertTrue(Run.of("diagnose", "--help").out().replaceAll("\\s+", " ").contains("- is standard input"));
        assertEquals(Main.USAGE, Run.of(command, "-", "-o", "x").code());
    }
}
