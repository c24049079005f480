// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without fonts, by an empty directory over those of this one, in a mount namespace of its own. */
@Tag("system")
final class NoFontsSystemTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aChartSaysWhichPackagesToInstall() throws IOException, InterruptedException {
        assumeTrue(Programs.has("unshare"), "needs unshare: install it (Debian: util-linux)");
        assumeTrue(Programs.run("id", "-u").strip().equals("0"), "needs root: only it may mount");
        Path err = folder.resolve("err");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path picture = folder.resolve("a.png");
        ProcessBuilder chart = new ProcessBuilder(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mkdir -p /usr/share/fonts && mount -t tmpfs none /usr/share/fonts && exec \"$@\"",
                "sh",
                java.toString(),
                "-Duser.home=" + folder, // where the JDK remembers fonts
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "chart",
                "../samples/submount-incident/guest.ftrace.gz",
                "-o",
                picture.toString());
        Path fontconfig = folder.resolve("fonts.conf");
        Files.writeString(fontconfig, "<fontconfig><dir>/usr/share/fonts</dir></fontconfig>");
        chart.environment().put("FONTCONFIG_FILE", fontconfig.toString());
        Process process = chart.redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String said = Files.readString(err, StandardCharsets.UTF_8);
        assertEquals(Main.UNREADABLE, process.exitValue(), said);
        assertTrue(
                said.matches("forgetmenot: this Java cannot draw text \\(\\w+\\): it needs fonts; .* fontconfig .*\n"),
                said);
        assertFalse(Files.exists(picture), "half a picture");
    }
}
