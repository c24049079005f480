// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Life;
import org.junit.jupiter.api.Test;

/** JSON is a contract with other programs: its goldens change only when the contract does. */
final class JsonReportTest {
    private interface Report {
        void write(OutputStream out) throws IOException;
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String written(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Checks that it is one object on one line, and compares it laid out for people. */
    private static JsonNode check(String golden, Report report) throws IOException {
        String json = written(report);
        assertEquals(1, json.lines().count());
        assertTrue(json.endsWith("}\n"));
        JsonNode tree = MAPPER.readTree(json);
        Golden.check(golden, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
        return tree;
    }

    @Test
    void aDiagnosis() throws IOException {
        check("incident.json", out -> JsonReport.diagnosis(Incident.diagnosis(), out));
    }

    @Test
    void aLife() throws IOException {
        Life life = Incident.life();
        JsonNode tree = check("life.json", out -> JsonReport.life(life, out));
        assertEquals(
                "{\"17\":1,\"18\":0}",
                tree.get("steps").get(1).get("superblockCounts").toString());
    }

    @Test
    void info() throws IOException {
        check("info.json", out -> JsonReport.info(Incident.diagnosis(), out));
    }

    @Test
    void greatNumbersAreStringsAndBinaryPlacesOffsets() throws IOException {
        Diagnosis hostile = Incident.hostile();
        JsonNode finding = check("hostile.json", out -> JsonReport.diagnosis(hostile, out))
                .get("findings")
                .get(0);
        assertEquals("18446744073709551615", finding.get("nodeid").asText());
        assertTrue(finding.get("nodeid").isTextual());
        JsonNode use = finding.get("used").get(0);
        assertEquals(1L << 40, use.get("offset").longValue());
        assertTrue(use.get("errorName").isNull());
        assertTrue(finding.get("used").get(1).get("error").isNull());
    }
}
