// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real captures with parts missing: recorded late, with losses, with fewer probes, or with a probe that reads a wrong offset. */
class DegradedCapturesTest {
    private static final Pattern REQUEST_SUPERBLOCK =
            Pattern.compile("( request(?:_bg)?: .*)sb=0x[0-9a-f]+ sdev=[0-9]+");

    private static List<String> lines(String name) throws IOException {
        Path file = RealCapturesTest.path(name);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        }
    }

    private static List<Finding> errors(List<String> lines, String dialect) throws IOException {
        try (Capture capture = TestCaptures.open(String.join("\n", lines) + "\n", dialect)) {
            return Analysis.diagnose(List.of(capture)).findings().stream()
                    .filter(f -> f.severity() != Severity.INFO)
                    .toList();
        }
    }

    private static List<String> without(List<String> lines, Predicate<String> gone) {
        return lines.stream().filter(gone.negate()).toList();
    }

    private static Predicate<String> event(String names) {
        return Pattern.compile(": (?:" + names + "): ").asPredicate();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submount-fixed/guest.ftrace.gz",
                "lab/61-shared-latewalk.ftrace.gz",
                "lab/61-steal-latewalk.ftrace.gz",
                "lab/61-lookup-latewalk.ftrace.gz",
                "lab/72-stock-churn.ftrace.gz",
            })
    void aHealthyRunRecordedLateRaisesNoAlarm(String name) throws IOException {
        List<String> lines = lines(name);
        for (int from = 20; from < lines.size(); from += lines.size() / 40) {
            int start = from;
            List<Finding> errors = errors(lines.subList(from, lines.size()), "ftrace");
            assertTrue(errors.isEmpty(), () -> "from line " + start + ": " + errors);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submount-fixed/guest.ftrace.gz",
                "lab/61-shared-latewalk.ftrace.gz",
                "lab/61-steal-latewalk.ftrace.gz",
                "lab/61-lookup-latewalk.ftrace.gz",
                "lab/72-stock-churn.ftrace.gz",
            })
    void aHealthyRunWithLostEventsRaisesNoAlarm(String name) throws IOException {
        List<String> lines = lines(name);
        for (int seed = 0; seed < 100; seed++) {
            List<String> lossy = lossy(lines, new Random(seed));
            List<Finding> errors = errors(lossy, "ftrace");
            int failing = seed;
            assertTrue(errors.isEmpty(), () -> "seed " + failing + ": " + errors);
        }
    }

    /** Takes up to ten stretches out and leaves the note that the kernel leaves. */
    private static List<String> lossy(List<String> lines, Random random) {
        List<String> lossy = new ArrayList<>(lines);
        for (int gap = 1 + random.nextInt(10); gap > 0; gap--) {
            int from = 12 + random.nextInt(lossy.size() - 200);
            int length = 1 + random.nextInt(150);
            lossy.subList(from, from + length).clear();
            lossy.add(from, "CPU:1 [LOST " + length + " EVENTS]");
        }
        return lossy;
    }

    @Test
    void aHealthyServerLogRecordedLateRaisesNoAlarm() throws IOException {
        List<String> lines = lines("submount-fixed/virtiofsd.log.gz");
        for (int from = 20; from < lines.size() - 50; from += lines.size() / 60) {
            int start = from;
            List<Finding> errors = errors(lines.subList(from, lines.size()), "virtiofsd-c");
            assertTrue(errors.isEmpty(), () -> "from line " + start + ": " + errors);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/guest.ftrace.gz, 3",
        "lab/510-stock-one.ftrace.gz, 4",
        "lab/61-unfixed-late.ftrace.gz, 4",
        "lab/61-steal-twopure-rust.ftrace.gz, 4",
    })
    void theIncidentIsFoundWithFewerProbes(String name, long nodeid) throws IOException {
        List<String> lines = lines(name);
        for (String missing :
                List.of("iget_ret", "submount_ret", "submount|submount_ret|iget_ret", "kill_sb", "request_bg")) {
            List<Finding> errors = errors(without(lines, event(missing)), "ftrace");
            assertEquals(1, errors.size(), () -> "without " + missing + ": " + errors);
            assertEquals(FindingCode.FORGET_BEFORE_LAST_USE, errors.get(0).code());
            assertEquals(nodeid, errors.get(0).nodeid());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submount-fixed/guest.ftrace.gz",
                "lab/61-shared-latewalk.ftrace.gz",
                "lab/61-steal-latewalk.ftrace.gz",
                "lab/61-lookup-latewalk.ftrace.gz",
            })
    void aHealthyRunWithFewerProbesRaisesNoAlarm(String name) throws IOException {
        List<String> lines = lines(name);
        for (String missing : List.of(
                "iget_ret",
                "submount|submount_ret|iget_ret",
                "kill_sb",
                "request_bg",
                "request_ret",
                "evict",
                "evict|request|request_ret|request_bg",
                "request|request_ret|request_bg")) {
            List<Finding> errors = errors(without(lines, event(missing)), "ftrace");
            assertTrue(errors.isEmpty(), () -> "without " + missing + ": " + errors);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/guest.ftrace.gz, 1",
        "lab/510-stock-one.ftrace.gz, 1",
        "lab/61-unfixed-late.ftrace.gz, 1",
        "submount-fixed/guest.ftrace.gz, 0",
        "lab/61-shared-latewalk.ftrace.gz, 0",
    })
    void aSuperblockPointerReadAtAWrongOffsetIsUnknownAndNoSuperblock(String name, int expected) throws IOException {
        List<String> wrong = lines(name).stream()
                .map(l -> REQUEST_SUPERBLOCK.matcher(l).replaceFirst("$1sb=0xffff888111223344 sdev=1718052211"))
                .toList();
        assertEquals(expected, errors(wrong, "ftrace").size(), () -> name);
    }

    @Test
    void withoutEvictionsNothingIsJudgedAndItIsSaid() throws IOException {
        List<String> lines = without(lines("submount-fixed/guest.ftrace.gz"), event("evict"));
        try (Capture capture = TestCaptures.open(String.join("\n", lines) + "\n", "ftrace")) {
            Diagnosis diagnosis = Analysis.diagnose(List.of(capture));
            assertTrue(
                    diagnosis.inputs().get(0).cannotJudge().stream()
                            .anyMatch(c -> c.code() == FindingCode.FORGET_BEFORE_LAST_USE
                                    && c.why().contains("evictions")),
                    diagnosis.inputs().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"submount-incident/guest.ftrace.gz", "lab/61-unfixed-churn.ftrace.gz"})
    void damagedLinesNeverStopTheReading(String name) throws IOException {
        List<String> lines = lines(name);
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<String> damaged = new ArrayList<>(lines);
            for (int i = 0; i < 300; i++) {
                int at = random.nextInt(damaged.size());
                String line = damaged.get(at);
                if (!line.isEmpty()) {
                    int cut = random.nextInt(line.length());
                    damaged.set(at, random.nextBoolean() ? line.substring(0, cut) : line.substring(cut));
                }
            }
            errors(damaged, "ftrace");
        }
    }
}
