// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.forgetmenot.world.WorldCaptures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of the documents. {@code -Dpictures.update=true} draws them anew; without it they are drawn all the same, and
 * what they plot is held against {@code docs/pictures/*.csv}. The pictures themselves depend on the fonts that are there.
 */
final class PicturesTest {
    private static final Path PICTURES = Path.of("..", "docs", "pictures");
    private static final String INCIDENT = "../samples/submount-incident/";
    private static final String FIXED = "../samples/submount-fixed/";
    private static final String STEAL = "../parser/src/test/resources/captures/steal-container-c.ftrace.gz";

    @TempDir
    private Path folder = Path.of("");

    private void draw(String name, String... args) throws IOException {
        boolean update = Boolean.getBoolean("pictures.update");
        Path target = update ? PICTURES : folder;
        Files.createDirectories(target);
        List<String> command = new ArrayList<>(List.of("chart"));
        command.addAll(List.of(args));
        command.addAll(List.of("--force", "-o", target.resolve(name + ".png").toString()));
        command.addAll(List.of("--data", target.resolve(name + ".csv").toString()));
        Run run = Run.of(command.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        assertEquals(
                Files.readString(PICTURES.resolve(name + ".csv")),
                Files.readString(target.resolve(name + ".csv")),
                name + ": see the difference, then -Dpictures.update=true");
        assertTrue(ImageIO.read(PICTURES.resolve(name + ".png").toFile()).getWidth() == 1200, name);
    }

    @Test
    void theIncident() throws IOException {
        draw("incident", INCIDENT + "guest.ftrace.gz", INCIDENT + "virtiofsd.log.gz");
    }

    @Test
    void theFixedTwin() throws IOException {
        draw("fixed", FIXED + "guest.ftrace.gz", FIXED + "virtiofsd.log.gz", "--nodeid", "3");
    }

    @Test
    void aKernelWhoseSubmountsStealTheirLookup() throws IOException {
        draw("steal", STEAL, "--nodeid", "3");
    }

    @Test
    void aLeakInTheModelWorld() throws IOException {
        Path capture = folder.resolve("leak.ftrace");
        Files.write(capture, WorldCaptures.of("lookup-leak", 30));
        draw("leak", capture.toString());
    }

    @Test
    void whatIsAskedOfAServerAndHowLongItTakes() throws IOException {
        draw("opcodes", "--kind", "opcodes", FIXED + "virtiofsd.log.gz");
        draw("latency", "--kind", "latency", FIXED + "guest.ftrace.gz");
        draw("counts", "--kind", "counts", FIXED + "virtiofsd.log.gz");
        draw("table", "--kind", "table", FIXED + "virtiofsd.log.gz");
    }
}
