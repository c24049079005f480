// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.junit.jupiter.api.Test;

/** The small picture in a diagnosis. */
final class FindingTimelineTest {
    private static final List<String> INCIDENT = List.of(
            "superblock 17   L=========================F",
            "superblock 18   -------------------------------xxx-xx----xx-xxx-----xxx",
            "server's count  __________________________0",
            "                -1.501 s                FORGET                  +706 ms");

    private static Run diagnose(String capture) {
        return Run.of("diagnose", "../samples/submount-incident/" + capture);
    }

    /** The lines in the letters of ASCII, from those of Unicode. */
    private static List<String> plain(String report) {
        List<String> lines = report.lines()
                .map(line -> line.replace('▲', 'L')
                        .replace('▼', 'F')
                        .replace('━', '=')
                        .replace('╌', '-'))
                .map(line -> line.replace('×', 'x').replace('○', 'o').replace('─', '_'))
                .toList();
        int end = lines.indexOf("   (L looked up  F FORGET  = own lookup  - none of its own  x refused  o used)");
        assertTrue(end > 4, () -> report);
        return lines.subList(end - 4, end).stream()
                .map(line -> line.substring(3))
                .toList();
    }

    @Test
    void anIncidentIsDrawn() {
        assertEquals(INCIDENT, plain(diagnose("guest.ftrace.gz").out()));
    }

    @Test
    void aServersLogHasNoSuperblocks() {
        String out = diagnose("virtiofsd.log.gz").out();
        assertTrue(out.contains("\n   requests     "), out);
        assertFalse(out.contains("   superblock 17  "), out);
    }

    @Test
    void withoutTimesNothingIsDrawn() {
        Finding finding = Incident.finding();
        assertEquals(List.of(), FindingTimeline.of(finding, at -> null, true));
        assertFalse(FindingTimeline.of(finding, Evidence::timeNs, true).isEmpty());
    }

    @Test
    void otherLocalesThanThoseOfUtf8GetAscii() {
        assertTrue(Console.isUnicode(Map.of("LANG", "de_DE.UTF-8")));
        assertTrue(Console.isUnicode(Map.of("LC_ALL", "C.utf8", "LANG", "C")));
        assertFalse(Console.isUnicode(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")));
        assertFalse(Console.isUnicode(Map.of()));
        assertFalse(Console.isUnicode(Map.of("LC_ALL", "C.UTF-8", "FORGETMENOT_ASCII", "1")));
        Finding finding = Incident.finding();
        FindingTimeline.of(finding, Evidence::timeNs, false)
                .forEach(line -> assertTrue(line.chars().allMatch(c -> c < 0x80), line));
        assertTrue(FindingTimeline.legend(false).chars().allMatch(c -> c < 0x80));
    }
}
