// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;

/** A capture that begins after the mount shows over-forgets only if the server tells its own counts, in whatever dialect. */
class LateBeginningTest {
    private static boolean judgesOverForget(String forget) throws IOException {
        String text = "{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"test\",\"capabilities\":"
                + "[\"requests\",\"entry-nodeids\",\"readdirplus-entries\",\"forget-counts\"]}\n"
                + "{\"kind\":\"request\",\"unique\":2,\"opcode\":3,\"nodeid\":5}\n" + forget + "\n";
        try (Capture capture = TestCaptures.open(text, "ndjson")) {
            return Analysis.diagnose(List.of(capture)).inputs().get(0).cannotJudge().stream()
                    .noneMatch(c -> c.code() == FindingCode.OVER_FORGET);
        }
    }

    @Test
    void theServersCountDecides() throws IOException {
        String forget = "{\"kind\":\"forget\",\"nodeid\":5,\"nlookup\":1";
        assertEquals(false, judgesOverForget(forget + "}"));
        assertEquals(true, judgesOverForget(forget + ",\"serverCount\":2}"));
    }
}
