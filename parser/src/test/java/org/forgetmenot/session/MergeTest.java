// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {
    private static Path path(String name) {
        return name.startsWith("submount-") || name.startsWith("gluster/")
                ? TestCaptures.sample(name)
                : TestCaptures.resource(name);
    }

    private static Diagnosis diagnose(String... names) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (String name : names) {
            captures.add(TestCaptures.open(path(name)));
        }
        try {
            return Analysis.diagnose(captures);
        } finally {
            for (Capture capture : captures) {
                capture.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/guest.ftrace.gz, submount-incident/virtiofsd.log.gz, 1244, 1436, -2, 28, /ctr/rootfs",
        "submount-incident/virtiofsd.log.gz, submount-incident/guest.ftrace.gz, 1244, 1436, -2, 28, /ctr/rootfs",
        "unfixed-container-rust.ftrace.gz, unfixed-container-rust.log.gz, 1360, 1552, -9, 30,",
        "lab/61-steal-twopure-rust.ftrace.gz, lab/61-steal-twopure-rust.log.gz, 1554, 1692, -9, 116,",
        "lab/61-unfixed-lost.ftrace.gz, lab/61-unfixed-lost.log.gz, 632, 1070, -9, 136, /ctr/rootfs",
    })
    void oneStoryComesOutOfBothSides(
            String first, String second, long forgetUnique, long useUnique, int error, long uses, String path)
            throws IOException {
        Diagnosis diagnosis = diagnose(first, second);
        List<Finding> errors = diagnosis.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .toList();
        assertEquals(1, errors.size(), errors::toString);
        Finding finding = errors.get(0);
        assertEquals(FindingCode.FORGET_BEFORE_LAST_USE, finding.code());
        assertEquals(Confidence.CONFIRMED, finding.confidence());
        assertEquals(forgetUnique, finding.forgotten().get(0).at().unique());
        assertEquals(useUnique, finding.used().get(0).at().unique());
        assertEquals(error, finding.used().get(0).error());
        assertEquals(uses, finding.uses());
        assertEquals(path, finding.path());
        assertTrue(diagnosis.alignment().matched() > 0.9, diagnosis.alignment().toString());
    }

    @Test
    void theFixedTwinIsCleanFromBothSides() throws IOException {
        Diagnosis diagnosis = diagnose("submount-fixed/guest.ftrace.gz", "submount-fixed/virtiofsd.log.gz");
        assertTrue(!diagnosis.hasFindings(), diagnosis.findings()::toString);
        assertEquals(1.0, diagnosis.alignment().matched());
        assertTrue(
                diagnosis.alignment().uncertaintyNs() < 1_000_000,
                diagnosis.alignment().toString());
    }

    @Test
    void aServersLogFindsItsConnectionAmongOthers() throws IOException {
        Diagnosis diagnosis = diagnose("lab/612-stock-devfuse.ftrace.gz", "lab/612-stock-devfuse.log.gz");
        assertTrue(!diagnosis.hasFindings(), diagnosis.findings()::toString);
        assertEquals(1.0, diagnosis.alignment().matched());
    }

    @ParameterizedTest
    @CsvSource({
        "submount-incident/guest.ftrace.gz, submount-fixed/virtiofsd.log.gz, same run",
        "submount-fixed/guest.ftrace.gz, submount-incident/virtiofsd.log.gz, same run",
        "submount-incident/guest.ftrace.gz, unfixed-container-rust.log.gz, same run",
        "lab/61-steal-two.ftrace.gz, lab/61-steal-twopure-rust.log.gz, same run",
        "submount-incident/guest.ftrace.gz, gluster/gluster.fusedump.gz, same run",
        "submount-incident/guest.ftrace.gz, submount-fixed/guest.ftrace.gz, same side",
        "submount-incident/virtiofsd.log.gz, gluster/gluster.fusedump.gz, same side",
    })
    void capturesOfDifferentRunsAreRefusedWithAReason(String first, String second, String reason) {
        CaptureException refused = assertThrows(CaptureException.class, () -> diagnose(first, second));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertTrue(refused.getMessage().endsWith("one of them"), refused.getMessage());
        assertTrue(!refused.getMessage().contains("\n"), refused.getMessage());
    }

    @Test
    void threeCapturesAreTooMany() {
        CaptureException refused = assertThrows(
                CaptureException.class,
                () -> diagnose(
                        "submount-fixed/guest.ftrace.gz",
                        "submount-fixed/virtiofsd.log.gz",
                        "submount-fixed/virtiofsd.log.gz"));
        assertTrue(refused.getMessage().endsWith("give two of them"), refused.getMessage());
    }
}
