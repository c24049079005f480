// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Analysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MinimizerTest {
    private static final String INCIDENT = "../samples/submount-incident/";

    private static Capture open(String path) throws Exception {
        return Capture.open(path, null, InputStream.nullInputStream());
    }

    private static Finding finding(String path) throws Exception {
        try (Capture capture = open(path)) {
            return Analysis.diagnose(List.of(capture)).findings().get(0);
        }
    }

    /** The incident as the guest's kernel saw it, and as its server did. */
    @ParameterizedTest
    @CsvSource({"guest.ftrace.gz, FORGET_BEFORE_LAST_USE", "virtiofsd.log.gz, USE_AFTER_FORGET"})
    void leavesAHandfulOfEvents(String file, FindingCode code) throws Exception {
        Finding finding = finding(INCIDENT + file);
        assertEquals(code, finding.code());
        Minimal minimal;
        try (Capture capture = open(INCIDENT + file)) {
            minimal = Minimizer.minimize(capture, finding, ndjson -> true);
        }
        assertTrue(minimal.events() <= 10, minimal.events() + " events");
        try (Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(minimal.ndjson()))) {
            Finding again = Analysis.diagnose(List.of(capture)).findings().get(0);
            assertEquals(code, again.code());
            assertEquals(finding.nodeid(), again.nodeid());
            assertEquals(finding.confidence(), again.confidence());
            assertEquals(finding.blame(), again.blame());
        }
    }

    @Test
    void findsThePartFromWhichNothingCanBeTaken() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            numbers.add(i);
        }
        assertEquals(
                List.of(3, 500, 999), DeltaDebugging.minimize(numbers, left -> left.containsAll(List.of(3, 500, 999))));
        assertEquals(List.of(), DeltaDebugging.minimize(numbers, left -> true));
    }
}
