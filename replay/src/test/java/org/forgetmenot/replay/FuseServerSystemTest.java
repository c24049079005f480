// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replays against servers that others have written on libfuse 3, without root's rights, the device or a mount. */
@Tag("system")
@Timeout(300)
final class FuseServerSystemTest {
    private static final Path EXAMPLES = Path.of("/usr/share/doc/libfuse3-dev/examples");
    private static final Path JDKS = Path.of("/usr/lib/jvm");
    /** The first that jfuse runs on. */
    private static final int JFUSE_JDK = 22;

    @TempDir
    Path directory;

    /** One of libfuse's own examples, built from Debian's source. */
    private Path example(String name) throws Exception {
        assumeTrue(Files.exists(EXAMPLES.resolve(name + ".c")), "needs the package libfuse3-dev");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "needs gcc");
        Path program = directory.resolve(name);
        run(
                "gcc",
                "-O2",
                "-w",
                "-D_FILE_OFFSET_BITS=64",
                "-I/usr/include/fuse3",
                EXAMPLES.resolve(name + ".c").toString(),
                "-o",
                program.toString(),
                "-lfuse3",
                "-lpthread");
        return program;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static ReplayResult replay(List<Capture> captures, String command, ReplayOptions options) throws Exception {
        return Replay.run(captures, TargetSpec.parse("fuse-server:" + command), null, options);
    }

    private static List<Capture> incident() throws Exception {
        return TestCapture.samples("submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz");
    }

    /** A nodeid that is used after its FORGET, and nothing below it that would keep it in libfuse's table. */
    private List<Capture> used() throws Exception {
        return List.of(TestCapture.of(
                directory,
                TestCapture.request(2, 1, 1, ",'name':'a'"),
                TestCapture.entry(2, 1, "a", 2),
                TestCapture.reply(2, 1, 0, ""),
                TestCapture.forget(4, 2, 1),
                TestCapture.request(6, 3, 2, ""),
                TestCapture.reply(6, 3, -9, "")));
    }

    @Test
    void aNodeidServerIsComparedWithItsData() throws Exception {
        String command = example("passthrough_ll") + " -o source={files}";
        ReplayResult result =
                replay(TestCapture.samples("gluster/gluster.fusedump.gz"), command, ReplayOptions.DEFAULT);
        assertNull(result.death());
        assertNull(result.divergence(), () -> result.divergence().toString());
        assertEquals(446, result.counts().compared());
    }

    @Test
    void aNodeidThatItDoesNotKnowIsNotSentUnlessAskedFor() throws Exception {
        String command = example("passthrough") + " -f -s -o modules=subdir,subdir={files}";
        ReplayResult result = replay(incident(), command, ReplayOptions.DEFAULT);
        assertNull(result.death(), () -> result.death().toString());
        assertEquals(28, result.skipped().get(Skip.DEADLY));
        assertNull(result.incidents().get(0).reproduced(), "without its uses nothing can be told of it");
        ReplayResult raw = replay(used(), command, ReplayOptions.DEFAULT.withRawForget());
        assertNotNull(raw.death());
        assertTrue(
                raw.death().how().endsWith("its process was killed by SIGABRT"),
                raw.death().how());
        assertTrue(
                raw.death().said().stream().anyMatch(line -> line.contains("not found")),
                raw.death().said().toString());
        assertEquals(true, raw.incidents().get(0).reproduced(), "it died of the nodeid");
    }

    @Test
    void aServerThatDoesNotStartSaysWhy() throws Exception {
        ReplayResult result = replay(
                TestCapture.samples("gluster/gluster.fusedump.gz"),
                example("passthrough_ll") + " -o source=/nowhere/{files}",
                ReplayOptions.DEFAULT);
        assertNotNull(result.death());
        assertEquals(
                "closed the connection; its process ended with exit code 1",
                result.death().how());
        assertTrue(String.join(" ", result.death().said()).contains("failed to stat source"));
    }

    /** The Java server is another JVM, on jfuse, which we did not write. */
    @Test
    void aLiveJavaServerIsDriven() throws Exception {
        Path jdk = jdk();
        assumeTrue(jdk != null, "needs a JDK " + JFUSE_JDK + " or later in " + JDKS);
        Path library = libfuse();
        assumeTrue(library != null, "needs libfuse3 (Debian: libfuse3-3)");
        String command = String.join(
                " ",
                jdk + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                jars(),
                Path.of("src/test/jfuse/MirrorServer.java").toAbsolutePath().toString(),
                library.toString(),
                "{files}");
        ReplayResult result = replay(incident(), command, ReplayOptions.DEFAULT);
        assertNull(result.death(), () -> result.death().toString());
        assertNull(result.divergence(), () -> result.divergence().toString());
        assertTrue(result.counts().compared() > 650, result.counts().toString());
        assertEquals(28, result.skipped().get(Skip.DEADLY));
        ReplayResult raw = replay(used(), command, ReplayOptions.DEFAULT.withRawForget());
        assertNotNull(raw.death(), "libfuse takes its JVM along");
        assertTrue(
                raw.death().how().endsWith("its process was killed by SIGABRT"),
                raw.death().how());
    }

    private static Path jdk() throws Exception {
        List<Path> jdks = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(JDKS)) {
            try (Stream<Path> all = Files.list(JDKS)) {
                all.sorted().forEach(jdks::add);
            }
        }
        for (Path jdk : jdks) {
            Path release = jdk.resolve("release");
            if (Files.exists(release)
                    && Files.isExecutable(jdk.resolve("bin/javac"))
                    && version(Files.readString(release)) >= JFUSE_JDK) {
                return jdk;
            }
        }
        return null;
    }

    private static int version(String release) {
        return release.lines()
                .filter(line -> line.startsWith("JAVA_VERSION=\""))
                .mapToInt(line -> Integer.parseInt(line.split("[\".+]", -1)[1]))
                .findFirst()
                .orElse(0);
    }

    private static Path libfuse() throws Exception {
        for (String place : List.of("/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib64")) {
            Path library = Path.of(place, "libfuse3.so.3");
            if (Files.exists(library)) {
                return library;
            }
        }
        return null;
    }

    /** jfuse needs a newer JVM than this one, so its classes cannot be loaded here: but their files can be found. */
    private static String jars() throws Exception {
        List<String> jars = new ArrayList<>();
        for (String name : List.of(
                "org/cryptomator/jfuse/api/Fuse.class", "META-INF/services/org.cryptomator.jfuse.api.FuseBuilder")) {
            for (URL url :
                    Collections.list(FuseServerSystemTest.class.getClassLoader().getResources(name))) {
                String file = url.getPath();
                jars.add(Path.of(URI.create(file.substring(0, file.indexOf('!'))))
                        .toString());
            }
        }
        return jars.stream().distinct().collect(Collectors.joining(File.pathSeparator));
    }
}
