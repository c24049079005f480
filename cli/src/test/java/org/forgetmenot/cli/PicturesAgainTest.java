// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Subject;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Where memory had no room for the steps of a nodeid that turned out to be wanted. */
final class PicturesAgainTest {
    private static final String INCIDENT = "../samples/submount-incident/guest.ftrace.gz";

    private final PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private final Console console =
            new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Ansi.OFF, false, true);

    @Command
    private static final class Some {
        @Mixin
        private final CaptureOptions captures = new CaptureOptions();
    }

    private static CaptureOptions captures(String path) {
        Some command = new Some();
        new CommandLine(command).parseArgs(path);
        return command.captures;
    }

    /** A picture of nodeids 3 and 2, without the timeline of one. */
    private Picture lacking(Picture whole) {
        return new Picture(
                whole.diagnosis(),
                whole.activity(),
                whole.nodeids(),
                whole.timelines().subList(0, 1));
    }

    @Test
    void theCapturesAreReadAgain() throws IOException {
        CaptureOptions captures = captures(INCIDENT);
        Picture whole = Pictures.read(captures, Subject.of(List.of(3L, 2L)), console);
        assertTrue(whole.isComplete());
        assertSame(whole, Pictures.complete(whole, captures, console), "read again for nothing");
        Picture lacking = lacking(whole);
        assertFalse(lacking.isComplete());
        assertEquals(whole, Pictures.complete(lacking, captures, console));
    }

    @Test
    void ofNothingWrongStandardInputNeedsNoTimeline() throws IOException {
        Picture healthy = lacking(Pictures.read(
                captures("../samples/submount-fixed/guest.ftrace.gz"), Subject.of(List.of(3L, 2L)), console));
        Picture page = Pictures.completeIfWrong(healthy, captures("-"), console);
        assertEquals(List.of(), page.nodeids());
        assertEquals(List.of(), page.timelines());
        Picture wrong = lacking(Pictures.read(captures(INCIDENT), Subject.of(List.of(3L, 2L)), console));
        assertThrows(ParameterException.class, () -> Pictures.completeIfWrong(wrong, captures("-"), console));
    }

    @Test
    void standardInputCannotBe() throws IOException {
        Picture lacking = lacking(Pictures.read(captures(INCIDENT), Subject.of(List.of(3L, 2L)), console));
        ParameterException refused =
                assertThrows(ParameterException.class, () -> Pictures.complete(lacking, captures("-"), console));
        assertTrue(refused.getMessage().contains("give a file, more memory"), refused.getMessage());
    }
}
