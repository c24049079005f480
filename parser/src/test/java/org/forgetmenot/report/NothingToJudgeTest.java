// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.junit.jupiter.api.Test;

/** A capture without a single event must not look clean. */
class NothingToJudgeTest {
    private static void refused(String text, String dialect) throws IOException {
        try (Capture capture = TestCaptures.open(text, dialect)) {
            CaptureException refused = assertThrows(CaptureException.class, () -> Analysis.diagnose(List.of(capture)));
            assertTrue(refused.getMessage().contains(dialect), refused.getMessage());
        }
    }

    @Test
    void aTraceWithNothingInItIsRefused() throws IOException {
        refused("# tracer: nop\n#\n", "ftrace");
    }

    @Test
    void aCaptureReadAsAWrongDialectIsRefused() throws IOException {
        refused("              sh-1     [000] .....  1.8: other: (f+0x0/0x1) a=1\n", "virtiofsd-c");
    }

    @Test
    void whatShowsOnlyAtTheServerIsNotJudgedFromTheKernelAlone() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("submount-fixed/guest.ftrace.gz"))) {
            Set<FindingCode> open = Analysis.diagnose(List.of(capture)).inputs().get(0).cannotJudge().stream()
                    .map(Diagnosis.CannotJudge::code)
                    .collect(Collectors.toSet());
            assertTrue(
                    open.containsAll(Set.of(
                            FindingCode.USE_AFTER_FORGET,
                            FindingCode.SERVER_DROPPED_LIVE_NODE,
                            FindingCode.RESIDUAL_AT_UNMOUNT)),
                    open.toString());
            assertFalse(open.contains(FindingCode.FORGET_BEFORE_LAST_USE));
        }
    }
}
