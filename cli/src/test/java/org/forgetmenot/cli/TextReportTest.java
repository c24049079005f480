// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Life;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** Text is for a screen and a bug report: it fits both, and no capture can make it do anything to a terminal. */
final class TextReportTest {
    private static final int SCREEN_LINES = 48;

    @Test
    void anIncidentFitsAScreen() throws IOException {
        String text = TextReport.of(Incident.diagnosis(), Ansi.OFF, true);
        Golden.check("incident.txt", text);
        assertTrue(text.lines().count() <= SCREEN_LINES, text);
        assertFits(text);
    }

    @Test
    void aCleanRunSaysWhatWasJudged() throws IOException {
        Diagnosis incident = Incident.diagnosis();
        Diagnosis clean = new Diagnosis(
                incident.inputs(), incident.connections(), incident.nodes(), null, List.of(), 0, "Nothing was found.");
        String text = TextReport.of(clean, Ansi.OFF, true);
        Golden.check("clean.txt", text);
        assertFits(text);
    }

    @Test
    void aHostileCaptureCannotReachTheTerminal() throws IOException {
        String text = TextReport.of(Incident.hostile(), Ansi.OFF, true);
        Golden.check("hostile.txt", text);
        assertTrue(text.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)), text);
        assertFalse(text.contains("\u202e"), text);
        assertFalse(InfoReport.of(Incident.hostile(), Ansi.OFF).contains("\u001b"));
    }

    @Test
    void onlyTheReportItselfAddsColour() {
        String plain = TextReport.of(Incident.hostile(), Ansi.OFF, true);
        String coloured = TextReport.of(Incident.hostile(), Ansi.ON, true);
        assertTrue(coloured.contains("\u001b["));
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void manyFindingsStayReadable() {
        Diagnosis incident = Incident.diagnosis();
        Diagnosis many = new Diagnosis(
                incident.inputs(),
                incident.connections(),
                incident.nodes(),
                null,
                Collections.nCopies(50, Incident.finding()),
                1000,
                "Many.");
        String text = TextReport.of(many, Ansi.OFF, true);
        assertTrue(text.lines().count() < 200, text);
        assertTrue(text.contains("... and 1030 more findings"), text);
        assertFits(text);
    }

    @Test
    void aLifeHasOneStepALine() throws IOException {
        String text = LifeReport.of(Incident.life(), Ansi.OFF);
        Golden.check("life.txt", text);
        assertFits(text);
    }

    @Test
    void aNodeidThatIsNotThereIsSaidToBeSo() {
        String text = LifeReport.of(new Life(Incident.GREATEST, Incident.life().inputs(), List.of(), 0), Ansi.OFF);
        assertEquals("nodeid 18446744073709551615 is not in guest.ftrace.gz\n", text);
    }

    @Test
    void infoNamesEverything() throws IOException {
        String text = InfoReport.of(Incident.diagnosis(), Ansi.OFF);
        Golden.check("info.txt", text);
        assertFits(text);
    }

    private static void assertFits(String text) {
        assertAll(text.lines().map(line -> () -> assertTrue(Page.columns(line) <= Page.WIDTH, line)));
    }
}
