// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happened on real kernels, foretold from captures of the other kernels. */
class WhatIfTest {
    private static WhatIf whatIf(String name) throws IOException {
        return whatIf(name, WhatIf.policyNames());
    }

    private static WhatIf whatIf(String name, List<String> policies) throws IOException {
        try (Capture capture = TestCaptures.open(RealCapturesTest.path(name))) {
            return Analysis.whatIf(List.of(capture), policies);
        }
    }

    private static WhatIf.Verdict verdict(WhatIf whatIf, String policy) {
        return whatIf.policies().stream()
                .filter(v -> v.policy().equals(policy))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // capture, recorded, unfixed, lookup, steal, shared
        // one container
        "submount-incident/guest.ftrace.gz, unfixed, fails, survives, survives, survives",
        "submount-fixed/guest.ftrace.gz, shared, fails, survives, survives, survives",
        "unfixed-container-rust.ftrace.gz, unfixed, fails, survives, survives, survives",
        "unfixed-container-tracecmd.txt.gz, unfixed, fails, survives, survives, survives",
        "v2-container-c.ftrace.gz, lookup, fails, survives, survives, survives",
        "steal-container-c.ftrace.gz, steal, fails, survives, survives, survives",
        "stock612-container-c.ftrace.gz, shared, fails, survives, survives, survives",
        "lab/510-stock-one.ftrace.gz, unfixed, fails, survives, survives, survives",
        "lab/510-stock-pressure.ftrace.gz, unfixed, fails, survives, survives, survives",
        "lab/510-stock-alias-dir.ftrace.gz, unfixed, fails, survives, survives, survives",
        "lab/61-unfixed-alias-dir.ftrace.gz, unfixed, fails, survives, survives, survives",
        // two at once; in 72-stock-two the one that entered last exits first
        "lab/61-steal-two.ftrace.gz, steal, fails, survives, fails, survives",
        "lab/61-steal-twopure.ftrace.gz, steal, fails, survives, fails, survives",
        "lab/61-steal-twopure-rust.ftrace.gz, steal, fails, survives, fails, survives",
        "lab/61-lookup-two.ftrace.gz, lookup, fails, survives, fails, survives",
        "lab/61-shared-two.ftrace.gz, shared, fails, survives, fails, survives",
        "lab/61-unfixed-twowalk.ftrace.gz, unfixed, fails, survives, fails, survives",
        "lab/72-stock-two.ftrace.gz, shared, fails, survives, survives, survives",
        // two, the second after the entry timeout
        "lab/61-unfixed-late.ftrace.gz, unfixed, fails, survives, survives, survives",
        "lab/61-lookup-latewalk.ftrace.gz, lookup, fails, survives, survives, survives",
        "lab/61-shared-latewalk.ftrace.gz, shared, fails, survives, survives, survives",
        "lab/61-steal-latewalk.ftrace.gz, steal, fails, survives, survives, survives",
        // one after the other
        "lab/61-unfixed-churn.ftrace.gz, unfixed, fails, survives, survives, survives",
        "lab/61-steal-churn.ftrace.gz, steal, fails, survives, survives, survives",
        "lab/72-stock-churn.ftrace.gz, shared, fails, survives, survives, survives",
        // a mount point that nobody enters
        "lab/612-stock-devfuse.ftrace.gz, shared, survives, survives, survives, survives",
    })
    void foretellsWhatTheOtherKernelsDo(
            String name, String recorded, String unfixed, String lookup, String steal, String shared)
            throws IOException {
        WhatIf whatIf = whatIf(name);
        assertEquals(recorded, whatIf.recordedPolicy(), whatIf.recordedBecause());
        assertNull(whatIf.cannotJudge());
        assertEquals(
                List.of(unfixed, lookup, steal, shared),
                whatIf.policies().stream().map(WhatIf.Verdict::outcome).toList());
        assertEquals(
                whatIf.inputs().get(0).forgets(),
                verdict(whatIf, recorded).forgets(),
                "the recorded policy sends what was recorded");
        for (WhatIf.Verdict verdict : whatIf.policies()) {
            boolean fails = verdict.outcome().equals("fails");
            assertEquals(fails, !verdict.nodeids().isEmpty());
            assertEquals(fails, verdict.droppedAt() != null);
            assertEquals(fails, verdict.firstBadUse() != null);
        }
    }

    @Test
    void theRecordedIncidentIsFoundWhereItHappened() throws IOException {
        WhatIf.Verdict unfixed = verdict(whatIf("submount-incident/guest.ftrace.gz"), "unfixed");
        assertEquals(List.of(3L), unfixed.nodeids());
        assertNotNull(unfixed.droppedAt());
        assertEquals(1238, unfixed.droppedAt().position());
        assertNotNull(unfixed.firstBadUse());
        assertEquals(3278, unfixed.firstBadUse().position());
        assertEquals("stat", unfixed.firstBadUse().task());
    }

    @Test
    void whatIsForetoldOfTheFixedKernelIsWhatTheUnfixedDid() throws IOException {
        WhatIf.Verdict unfixed = verdict(whatIf("lab/61-shared-two.ftrace.gz"), "unfixed");
        assertEquals(List.of(4L), unfixed.nodeids());
        assertNotNull(unfixed.droppedAt());
        assertEquals(3535, unfixed.droppedAt().position(), "the eviction by drop_caches");
    }

    @Test
    void aPolicyThatDoesNotShowIsNotGuessed() throws IOException {
        WhatIf whatIf = whatIf("lab/61-shared-one.ftrace.gz");
        assertNull(whatIf.recordedPolicy());
        assertNull(whatIf.recordedConfidence());
        assertTrue(whatIf.recordedBecause().contains("shared or steal"), whatIf.recordedBecause());
        assertEquals("fails", verdict(whatIf, "unfixed").outcome());
        assertEquals("survives", verdict(whatIf, "steal").outcome());
    }

    @ParameterizedTest
    @CsvSource({
        "lab/61-shared-lost.ftrace.gz, events were lost",
        "lab/61-unfixed-lost.ftrace.gz, events were lost",
        "lab/61-unfixed-overwritten.ftrace.gz, events were lost",
        "lab/61-unfixed-midtwo.ftrace.gz, record from before the mount",
        "lab/61-shared-midtwo.ftrace.gz, record from before the mount",
        "passthrough_ll.ftrace.gz, no superblocks",
        "gluster/gluster.fusedump.gz, record-guest.sh",
        "cvirtiofsd.log.gz, record-guest.sh",
    })
    void whatCannotBeJudgedIsSaidToBeSo(String name, String why) throws IOException {
        WhatIf whatIf = whatIf(name);
        assertNotNull(whatIf.cannotJudge());
        assertTrue(whatIf.cannotJudge().startsWith("cannot be judged, because "), whatIf.cannotJudge());
        assertTrue(whatIf.cannotJudge().contains(why), whatIf.cannotJudge());
        for (WhatIf.Verdict verdict : whatIf.policies()) {
            assertEquals("unknown", verdict.outcome());
            assertEquals(whatIf.cannotJudge(), verdict.explanation());
            assertNull(verdict.forgets());
        }
    }

    @Test
    void saysHowSureItIs() throws IOException {
        assertEquals(
                Confidence.CONFIRMED, whatIf("submount-fixed/guest.ftrace.gz").recordedConfidence());
        assertEquals(Confidence.LIKELY, whatIf("lab/61-shared-lost.ftrace.gz").recordedConfidence());
    }

    @Test
    void playsOnlyWhatIsAskedFor() throws IOException {
        WhatIf whatIf = whatIf("submount-fixed/guest.ftrace.gz", List.of("shared", "unfixed", "shared"));
        assertEquals(
                List.of("shared", "unfixed"),
                whatIf.policies().stream().map(WhatIf.Verdict::policy).toList());
        assertThrows(
                IllegalArgumentException.class, () -> whatIf("submount-fixed/guest.ftrace.gz", List.of("perfect")));
    }
}
