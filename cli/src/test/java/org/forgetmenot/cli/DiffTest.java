// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DiffTest {
    private static final String INCIDENT = "../samples/submount-incident/";
    private static final String FIXED = "../samples/submount-fixed/";

    private static JsonNode diff(int exitCode, String... captures) throws IOException {
        Run run = Run.of("diff", "--format", "json", captures[0], captures[1]);
        assertEquals(exitCode, run.code(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void theFindingWentWithTheFixAndTheFirstOtherAnswerIsThatOfTheDroppedNode() throws IOException {
        JsonNode diff = diff(1, INCIDENT + "virtiofsd.log.gz", FIXED + "virtiofsd.log.gz");
        assertEquals("forgetmenot/diff/1", diff.path("schema").textValue());
        assertEquals("use-after-forget", diff.at("/findings/went/0/code").textValue());
        assertEquals("/ctr/rootfs", diff.at("/findings/went/0/path").textValue());
        assertEquals(0, diff.at("/findings/appeared").size());
        JsonNode first = diff.path("firstDivergence");
        assertEquals("result", first.path("kind").textValue());
        assertEquals("LOOKUP", first.path("opcode").textValue());
        assertEquals("/ctr/rootfs", first.path("path").textValue());
        assertEquals(-2, first.at("/first/error").intValue());
        assertEquals(0, first.at("/second/error").intValue());
        assertTrue(diff.at("/operations/aligned").intValue() > 690);
    }

    @Test
    void theOtherWayRoundItAppears() throws IOException {
        JsonNode diff = diff(1, FIXED + "virtiofsd.log.gz", INCIDENT + "virtiofsd.log.gz");
        assertEquals("use-after-forget", diff.at("/findings/appeared/0/code").textValue());
        assertEquals(0, diff.at("/findings/went").size());
    }

    @Test
    void tracesOfTheKernelLineUpWithoutNames() throws IOException {
        JsonNode diff = diff(1, INCIDENT + "guest.ftrace.gz", FIXED + "guest.ftrace.gz");
        assertEquals("forget-before-last-use", diff.at("/findings/went/0/code").textValue());
        assertEquals("result", diff.at("/firstDivergence/kind").textValue());
    }

    @Test
    void aCaptureDoesNotDifferFromItself() throws IOException {
        JsonNode diff = diff(0, FIXED + "virtiofsd.log.gz", FIXED + "virtiofsd.log.gz");
        assertTrue(diff.path("firstDivergence").isNull());
        assertEquals(0, diff.path("counts").size());
        assertEquals(diff.at("/operations/first"), diff.at("/operations/sameResult"));
    }

    @Test
    void oneCaptureIsAMistake() throws IOException {
        Run run = Run.of("diff", FIXED + "virtiofsd.log.gz");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("diff takes two captures, and 1 is given"), run.err());
    }
}
