// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Blame;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.KnownBug;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.detect.Used;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tool says of real captures, held against what really happened when they were taken. */
class RealCapturesTest {
    static Path path(String name) {
        return name.startsWith("submount-") || name.startsWith("gluster/")
                ? TestCaptures.sample(name)
                : TestCaptures.resource(name);
    }

    static Diagnosis diagnose(String name) throws IOException {
        try (Capture capture = TestCaptures.open(path(name))) {
            return Analysis.diagnose(List.of(capture));
        }
    }

    private static List<Finding> errors(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        // capture, nodeid, confidence, forgotten by, cause, held by, an answer (of a use)
        "submount-incident/guest.ftrace.gz, 3, CONFIRMED, 17, drop-caches, 18, -9",
        "unfixed-container-rust.ftrace.gz, 3, CONFIRMED, 17, drop-caches, 18, -9",
        "unfixed-container-tracecmd.txt.gz, 3, CONFIRMED, 17, drop-caches, 18, -9",
        "lab/510-stock-one.ftrace.gz, 4, CONFIRMED, 23, drop-caches, 24, -9",
        "lab/510-stock-pressure.ftrace.gz, 4, CONFIRMED, 23, kswapd, 24, -9",
        "lab/510-stock-alias-dir.ftrace.gz, 4, CONFIRMED, 23, drop-caches, 24, -9",
        "lab/61-unfixed-late.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 26, -9",
        "lab/61-unfixed-midtwo.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 26, -9",
        "lab/61-unfixed-lost.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 25, -9",
        "lab/61-unfixed-overwritten.ftrace.gz, 4, LIKELY, 24, drop-caches, 26, -9",
        "lab/61-unfixed-alias-dir.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 25, -2",
        "lab/61-unfixed-churn.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 25, -2",
        "lab/61-steal-two.ftrace.gz, 4, CONFIRMED, 24, drop-caches, 26, -9",
        "lab/61-steal-twopure.ftrace.gz, 4, CONFIRMED, 25, unmount, 26, -2",
        "lab/61-steal-twopure-rust.ftrace.gz, 4, CONFIRMED, 25, unmount, 26, -9",
    })
    void findsTheForgetThatCameTooEarly(
            String name, long nodeid, Confidence confidence, int by, String cause, int heldBy, int answer)
            throws IOException {
        Diagnosis diagnosis = diagnose(name);
        List<Finding> errors = errors(diagnosis);
        assertEquals(1, errors.size(), () -> "one error and no false alarm: " + errors);
        Finding finding = errors.get(0);
        assertEquals(FindingCode.FORGET_BEFORE_LAST_USE, finding.code());
        assertEquals(nodeid, finding.nodeid());
        assertEquals(confidence, finding.confidence());
        assertEquals(Blame.KERNEL, finding.blame());
        assertEquals(KnownBug.SUBMOUNT_BORROWS_LOOKUP, finding.knownBug());
        Forgotten forgotten = finding.forgotten().get(0);
        assertEquals(by, forgotten.sDev());
        assertEquals(cause, forgotten.cause().id());
        assertTrue(
                forgotten.stack().contains("fuse_evict_inode"),
                forgotten.stack().toString());
        assertTrue(
                finding.heldBy().stream().anyMatch(h -> h.sDev() == heldBy),
                finding.heldBy().toString());
        assertTrue(finding.uses() > 0);
        assertTrue(
                finding.used().stream().map(Used::error).anyMatch(e -> e != null && e == answer),
                finding.used().toString());
        assertTrue(diagnosis.hasFindings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submount-fixed/guest.ftrace.gz",
                "submount-fixed/virtiofsd.log.gz",
                "steal-container-c.ftrace.gz",
                "v2-container-c.ftrace.gz",
                "stock612-container-c.ftrace.gz",
                "passthrough_ll.ftrace.gz",
                "gluster/gluster.fusedump.gz",
                "lab/61-steal-latewalk.ftrace.gz",
                "lab/61-lookup-latewalk.ftrace.gz",
                "lab/61-shared-latewalk.ftrace.gz",
                "lab/61-shared-lost.ftrace.gz",
                "lab/61-shared-midtwo.ftrace.gz",
                "lab/72-stock-churn.ftrace.gz",
                "lab/612-stock-devfuse.ftrace.gz",
            })
    void raisesNoAlarmOnHealthyRuns(String name) throws IOException {
        Diagnosis diagnosis = diagnose(name);
        assertFalse(diagnosis.hasFindings(), () -> diagnosis.findings().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/virtiofsd.log.gz, 3, CONFIRMED, 1244, 1436, -2",
        "unfixed-container-rust.log.gz, 3, LIKELY, 1360, 1552, -9",
        "lab/61-steal-two.log.gz, 4, CONFIRMED, 2238, 2460, -2",
        "lab/61-steal-twopure-rust.log.gz, 4, LIKELY, 1554, 1692, -9",
    })
    void findsTheUseAfterForgetInTheServersLog(
            String name, long nodeid, Confidence confidence, long forgetUnique, long firstUse, int firstError)
            throws IOException {
        List<Finding> errors = errors(diagnose(name));
        assertEquals(1, errors.size(), errors::toString);
        Finding finding = errors.get(0);
        assertEquals(FindingCode.USE_AFTER_FORGET, finding.code());
        assertEquals(nodeid, finding.nodeid());
        assertEquals(confidence, finding.confidence());
        assertEquals(Blame.KERNEL, finding.blame());
        assertEquals(forgetUnique, finding.forgotten().get(0).at().unique());
        assertEquals(firstUse, finding.used().get(0).at().unique());
        assertEquals(firstError, finding.used().get(0).error());
        assertEquals(finding.uses(), finding.failedUses());
    }

    @Test
    void aNodeidHandedOutAgainIsAliased() throws IOException {
        Finding finding = errors(diagnose("lab/61-unfixed-alias-dir.ftrace.gz")).get(0);
        assertTrue(finding.uses() > finding.failedUses(), "some uses succeeded on a stranger's directory");
        assertTrue(
                finding.explanation().contains("went to another file")
                        || finding.used().stream().anyMatch(Used::aliased),
                finding.explanation());
    }

    @Test
    void aTraceOfTheKernelsOwnTracepointsJudgesNothingAndSaysSo() throws IOException {
        Diagnosis diagnosis = diagnose("passthrough_ll.ftrace.gz");
        assertEquals(
                List.of(FindingCode.values()),
                diagnosis.inputs().get(0).cannotJudge().stream()
                        .map(Diagnosis.CannotJudge::code)
                        .toList());
        assertTrue(diagnosis.verdict().toLowerCase(Locale.ROOT).contains("nothing can be judged"), diagnosis.verdict());
    }

    @Test
    void superblocksAreToldApartAlthoughTheirNumbersAreUsedAgain() throws IOException {
        Diagnosis diagnosis = diagnose("lab/61-unfixed-churn.ftrace.gz");
        List<Diagnosis.Superblock> superblocks = diagnosis.connections().get(0).superblocks();
        assertTrue(
                superblocks.stream().map(Diagnosis.Superblock::sDev).distinct().count() < superblocks.size(),
                superblocks.toString());
        assertTrue(superblocks.stream().skip(1).allMatch(Diagnosis.Superblock::submount), superblocks.toString());
    }

    @Test
    void twoConnectionsInOneTraceAreKeptApart() throws IOException {
        Diagnosis diagnosis = diagnose("lab/612-stock-devfuse.ftrace.gz");
        assertTrue(
                diagnosis.connections().stream()
                                .filter(c -> !c.superblocks().isEmpty())
                                .count()
                        >= 2,
                diagnosis.connections().toString());
    }
}
