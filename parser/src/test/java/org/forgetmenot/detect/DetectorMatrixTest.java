// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.ServerSide;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** Each class of finding fires on its own sample and on no other. */
class DetectorMatrixTest {
    private static Set<FindingCode> incident() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("submount-incident/guest.ftrace.gz"))) {
            return Analysis.diagnose(List.of(capture)).findings().stream()
                    .map(Finding::code)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void eachFiresOnItsOwnSampleOnly() throws IOException {
        Map<FindingCode, Set<FindingCode>> found = Map.of(
                FindingCode.FORGET_BEFORE_LAST_USE, incident(),
                FindingCode.USE_AFTER_FORGET,
                        ServerSide.fromInit()
                                .lookup(4, 5, "a")
                                .forget(6, 5, 1)
                                .ask(8, Opcode.GETATTR, 5, -9)
                                .codes(),
                FindingCode.OVER_FORGET,
                        ServerSide.fromInit().lookup(4, 5, "a").forget(6, 5, 2).codes(),
                FindingCode.SERVER_DROPPED_LIVE_NODE,
                        ServerSide.fromInit()
                                .lookup(4, 5, "a")
                                .ask(6, Opcode.GETATTR, 5, -9)
                                .codes(),
                FindingCode.RESIDUAL_AT_UNMOUNT,
                        ServerSide.fromInit()
                                .lookup(4, 5, "a")
                                .ask(6, Opcode.DESTROY, 0, 0)
                                .codes());
        assertEquals(Set.of(FindingCode.values()), found.keySet(), "a class without a sample");
        found.forEach((code, codes) -> assertEquals(Set.of(code), codes));
    }
}
