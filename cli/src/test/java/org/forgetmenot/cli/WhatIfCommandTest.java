// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.report.WhatIf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/** The four policies side by side, for people and for machines. */
final class WhatIfCommandTest {
    private static final String INCIDENT = "../samples/submount-incident/guest.ftrace.gz";
    private static final String FIXED = "../samples/submount-fixed/guest.ftrace.gz";
    private static final String LAB = "../parser/src/test/resources/captures/lab/";

    private static Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("whatif"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(new String[0]));
        assertEquals(Main.NOTHING_FOUND, run.code(), run.err());
        assertEquals("", run.err());
        return run;
    }

    private static void assertFits(String text) {
        assertAll(text.lines().map(line -> () -> assertTrue(Page.columns(line) <= Page.WIDTH, line)));
    }

    @ParameterizedTest
    @CsvSource({INCIDENT + ", whatif-incident.txt", FIXED + ", whatif-fixed.txt"})
    void comparesTheFourPolicies(String capture, String golden) throws IOException {
        String text = run(capture).out();
        Golden.check(golden, text);
        assertFits(text);
    }

    @Test
    void theMachinesGetTheSame() throws IOException {
        String json = run(INCIDENT, "--format=json").out();
        assertEquals(1, json.lines().count());
        JsonNode tree = new ObjectMapper().readTree(json);
        Golden.check(
                "whatif-incident.json",
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
        assertEquals("forgetmenot/whatif/1", tree.get("schema").asText());
        assertEquals("unfixed", tree.get("recordedPolicy").asText());
        JsonNode unfixed = tree.get("policies").get(0);
        assertEquals("fails", unfixed.get("outcome").asText());
        assertEquals("[3]", unfixed.get("nodeids").toString());
        assertEquals(3278, unfixed.get("firstBadUse").get("line").asInt());
        assertEquals(97, unfixed.get("forgets").asInt());
        assertTrue(tree.get("policies").get(1).get("firstBadUse").isNull());
    }

    @Test
    void playsOnlyThePoliciesThatAreAskedFor() throws IOException {
        String json = run(INCIDENT, "--format=json", "--policy=shared", "--policy", "LOOKUP")
                .out();
        JsonNode policies = new ObjectMapper().readTree(json).get("policies");
        assertEquals(2, policies.size());
        assertEquals("shared", policies.get(0).get("policy").asText());
        assertEquals("lookup", policies.get(1).get("policy").asText());
        String text = run(INCIDENT, "--policy=unfixed").out();
        assertFalse(text.contains("steal"), text);
        assertTrue(text.contains("nodeid 3"), text);
        assertFits(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LAB + "61-steal-two.ftrace.gz",
                LAB + "61-steal-churn.ftrace.gz",
                LAB + "61-shared-one.ftrace.gz",
                LAB + "72-stock-two.ftrace.gz"
            })
    void fitsTheScreen(String capture) {
        assertFits(run(capture).out());
    }

    @ParameterizedTest
    @CsvSource({
        LAB + "61-shared-lost.ftrace.gz, events were lost; record again",
        LAB + "61-shared-midtwo.ftrace.gz, record from before the mount on",
        "../samples/gluster/gluster.fusedump.gz, no superblocks; record the guest's kernel",
    })
    void saysWhyItCannotJudge(String capture, String why) throws IOException {
        String text = run(capture).out();
        assertTrue(text.startsWith("What other kernels would have done cannot be judged, because "), text);
        assertTrue(text.replace('\n', ' ').contains(why), text);
        assertFits(text);
        JsonNode tree =
                new ObjectMapper().readTree(run(capture, "--format=json").out());
        for (JsonNode policy : tree.get("policies")) {
            assertEquals("unknown", policy.get("outcome").asText());
            assertTrue(policy.get("forgets").isNull());
        }
    }

    @Test
    void severalCapturesAreNumbered() {
        String text =
                run(INCIDENT, "../samples/submount-incident/virtiofsd.log.gz").out();
        assertTrue(text.contains("1:3278"), text);
        assertTrue(text.contains("read: 2: virtiofsd.log.gz"), text);
        assertFits(text);
    }

    @Test
    void manyNodeidsStayReadable() {
        List<WhatIf.Node> all = new ArrayList<>();
        List<WhatIf.Node> less = new ArrayList<>();
        for (long nodeid = -30; nodeid < 0; nodeid++) {
            all.add(new WhatIf.Node(nodeid, "survives", 1, 2, 0, null, null));
            less.add(new WhatIf.Node(nodeid, "survives", 1, 1, 1, null, null));
        }
        WhatIf.Verdict one = verdict("one", List.of(-30L, -29L, -28L), all);
        String text = WhatIfReport.of(
                new WhatIf(
                        List.of(Incident.guest()),
                        "one",
                        Confidence.LIKELY,
                        "\u001b[31m",
                        List.of(one, verdict("two", List.of(), less)),
                        null),
                Ansi.OFF);
        assertTrue(text.contains("nodeid 18446744073709551586"), text);
        assertTrue(text.contains("... and 10 more nodeids"), text);
        assertTrue(text.contains("3 nodeids"), text);
        assertFalse(text.contains("\u001b"), text);
        assertFits(text);
    }

    private static WhatIf.Verdict verdict(String policy, List<Long> nodeids, List<WhatIf.Node> nodes) {
        return new WhatIf.Verdict(policy, "some kernel", "unknown", nodeids, null, null, null, "Why.", nodes);
    }

    @Test
    void theNearestNameIsSuggested() {
        List<String> names = WhatIf.policyNames();
        assertEquals("unfixed", NearMiss.of("unfix", names));
        assertEquals("steal", NearMiss.of("stela", names));
        assertEquals("shared", NearMiss.of("share", names));
        assertNull(NearMiss.of("", names));
        assertNull(NearMiss.of("quantum", names));
    }
}
