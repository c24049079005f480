// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report} as its users meet it. */
final class ReportCommandTest {
    private static final String INCIDENT = "../samples/submount-incident/guest.ftrace.gz";
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theExitCodeIsThatOfTheDiagnosis() throws IOException {
        Path page = folder.resolve("a.html");
        assertEquals(new Run(1, "", ""), Run.of("report", INCIDENT, "-o", page.toString()));
        assertTrue(Files.readString(page).contains("<svg class=\"timeline\""), "no timeline");
        assertEquals(new Run(0, "", ""), Run.of("report", GLUSTER, "--force", "-o", page.toString()));
        String healthy = Files.readString(page);
        assertTrue(healthy.contains("<svg class=\"timeline\""), "no timeline of the busiest");
        assertTrue(healthy.contains("so the busiest is drawn"), "not said");
    }

    @Test
    void standardInputWillDo() throws IOException {
        byte[] capture = Files.readAllBytes(Path.of(GLUSTER));
        assertEquals(new Run(0, "", ""), Run.withStdin(capture, "report", "-", "-o", folder + "/a.html"));
        assertTrue(Files.readString(folder.resolve("a.html")).contains("</html>"));
    }

    @Test
    void misuseIsSaid() {
        assertEquals(Main.USAGE, Run.of("report", GLUSTER).code());
        Run nowhere = Run.of("report", GLUSTER, "-o", folder + "/nowhere/a.html");
        assertEquals(Main.UNREADABLE, nowhere.code());
        assertTrue(nowhere.err().contains("its directory does not exist"), nowhere.err());
        assertFalse(Files.exists(folder.resolve("a.html")), "half a page");
    }
}
