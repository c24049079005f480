// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.MemoryTree;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Recorder;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.StreamServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code minimize} and {@code bundle}: small captures that still tell what happened. */
final class BundleTest {
    private static final String GUEST = "../samples/submount-incident/guest.ftrace.gz";
    private static final String SERVER_LOG = "../samples/submount-incident/virtiofsd.log.gz";
    private static final String HEALTHY = "../samples/submount-fixed/virtiofsd.log.gz";

    @TempDir
    private Path folder = Path.of("");

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void minimizesTheIncidentToTenEvents() {
        Run run = Run.of("minimize", SERVER_LOG, "--finding", "use-after-forget:3", "-o", file("small.ndjson"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("10 events of "), run.err());
        Run again = Run.of("diagnose", file("small.ndjson"));
        assertEquals(1, again.code());
        assertTrue(again.out().startsWith("nodeid 3 (/ctr/rootfs) was"), again.out());
    }

    @Test
    void saysWhatItCannotMinimize() {
        Run wrong = Run.of("minimize", SERVER_LOG, "--finding", "lookup-leak", "-o", file("a.ndjson"));
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("there are: use-after-forget:3"), wrong.err());
        Run nothing = Run.of("minimize", HEALTHY, "-o", file("a.ndjson"));
        assertEquals(3, nothing.code());
        assertTrue(nothing.err().contains("nothing was found in it"), nothing.err());
        Run messages = Run.of("minimize", SERVER_LOG, "-o", file("a.pcapng"));
        assertEquals(3, messages.code());
        assertTrue(messages.err().contains("no whole messages; write .ndjson"), messages.err());
        assertFalse(Files.exists(folder.resolve("a.pcapng")));
        assertEquals(2, Run.of("minimize", "-", "-o", file("a.ndjson")).code());
    }

    private static Map<String, String> unzip(Path zip) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void bundlesBothViewsWithoutTheirNames() throws IOException {
        Run run = Run.of("bundle", GUEST, SERVER_LOG, "-o", file("incident.zip"));
        assertEquals(0, run.code(), run.err());
        Map<String, String> entries = unzip(folder.resolve("incident.zip"));
        assertEquals(
                List.of("README.txt", "diagnosis.txt", "diagnosis.json", "capture.ndjson"),
                List.copyOf(entries.keySet()));
        entries.forEach((name, text) -> {
            assertFalse(text.contains("rootfs"), name);
            assertFalse(text.contains("ctr"), name);
            assertFalse(text.contains(System.getProperty("java.io.tmpdir") + "/"), name);
        });
        assertTrue(entries.get("diagnosis.txt").contains("confirmed, blame: kernel"));
        assertTrue(entries.get("README.txt").contains("forgetmenot replay incident.zip --personality virtiofsd-c"));
        assertEquals(
                12,
                entries.get("capture.ndjson").lines().filter(l -> !l.isEmpty()).count());
    }

    @Test
    void replaysABundle() {
        assertEquals(0, Run.of("bundle", SERVER_LOG, "-o", file("incident.zip")).code());
        Run run = Run.of("replay", file("incident.zip"), "--personality", "virtiofsd-c");
        assertEquals(0, run.code(), run.err() + run.out());
        assertTrue(run.out().startsWith("The incident is reproduced on the Java server (virtiofsd-c)."), run.out());
    }

    @Test
    void minimizesToWhatALiveServerDoesAgain() {
        Run run = Run.of("minimize", SERVER_LOG, "--target", "java", "-o", file("live.ndjson"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("10 events of "), run.err());
        Run replay = Run.of("replay", file("live.ndjson"), "--personality", "virtiofsd-c");
        assertTrue(replay.out().startsWith("The incident is reproduced"), replay.out());
    }

    @Test
    void saysWhatIsNoBundle() throws IOException {
        Path zip = folder.resolve("other.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../../escape"));
            out.write(1);
        }
        Run run = Run.of("replay", zip.toString());
        assertEquals(3, run.code());
        assertTrue(run.err().contains("is no bundle: there is no capture.ndjson in it"), run.err());
    }

    @Test
    void keepsNamesIfAskedTo() throws IOException {
        assertEquals(
                0,
                Run.of("bundle", SERVER_LOG, "--keep-names", "-o", file("a.zip"))
                        .code());
        assertTrue(unzip(folder.resolve("a.zip")).get("capture.ndjson").contains("rootfs"));
    }

    @Test
    void writesNoBundleOfAHealthyCapture() {
        Run run = Run.of("bundle", HEALTHY, "-o", file("a.zip"));
        assertEquals(3, run.code());
        assertTrue(run.err().contains("nothing was found"), run.err());
        assertFalse(Files.exists(folder.resolve("a.zip")));
    }

    /** A capture that makes a directory, whose nodeid is used after its FORGET. */
    private String changing() throws IOException {
        String events = """
                {"schema":"forgetmenot/event/1","dialect":"virtiofsd-c","capabilities":["time","requests","unique","names","errors","entry-nodeids","readdirplus-entries","forgets","forget-counts"]}
                {"position":1,"timeNs":1000,"kind":"request","unique":2,"opcode":9,"nodeid":1,"name":"made"}
                {"position":2,"timeNs":2000,"kind":"entry","unique":2,"nodeid":2,"parent":1,"name":"made"}
                {"position":3,"timeNs":3000,"kind":"reply","unique":2,"opcode":9,"error":0}
                {"position":4,"timeNs":4000,"kind":"forget","unique":4,"nodeid":2,"nlookup":1}
                {"position":5,"timeNs":5000,"kind":"request","unique":6,"opcode":3,"nodeid":2}
                {"position":6,"timeNs":6000,"kind":"reply","unique":6,"opcode":3,"error":-9}
                """;
        return Files.writeString(folder.resolve("changing.ndjson"), events).toString();
    }

    @Test
    void minimizesToWhatAServerOfSomebodyElseDoesAgain() throws Exception {
        Path socket = folder.resolve("socket");
        MemoryTree tree = new MemoryTree();
        try (StreamServer server = StreamServer.unix(
                new FuseServer(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, true), Recorder.none(), line -> {}),
                socket)) {
            String[] command = {
                "minimize", changing(), "--target", server.address(), "-o", file("live.ndjson"), "--i-own-this-tree"
            };
            Run refused = Run.of(Arrays.copyOf(command, command.length - 1));
            assertEquals(2, refused.code(), refused.err());
            assertTrue(refused.errLines().get(0).endsWith("say --i-own-this-tree"), refused.err());
            Run run = Run.of(command);
            assertEquals(0, run.code(), run.err());
        }
    }

    @Test
    void minimizesAgainstAServerThatAsksForItsToken() throws Exception {
        FuseServer tree = new FuseServer(
                new MemoryTree(), SessionOptions.of(Personality.VIRTIOFSD_RUST, true), Recorder.none(), line -> {});
        try (StreamServer server =
                StreamServer.tcp(tree, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "s3cret")) {
            String[] command = {
                "minimize",
                changing(),
                "--target",
                server.address(),
                "-o",
                file("live.ndjson"),
                "--i-own-this-tree",
                "--token",
                "s3cret"
            };
            assertNotEquals(
                    0, Run.of(Arrays.copyOf(command, command.length - 2)).code());
            Run run = Run.of(command);
            assertEquals(0, run.code(), run.err());
        }
        Run unfit = Run.of("minimize", changing(), "--target", "java", "-o", file("b.ndjson"), "--token", "s3cret");
        assertEquals(2, unfit.code());
        assertTrue(unfit.errLines().get(0).contains("--token is for targets of tcp"), unfit.err());
    }

    @Test
    void aMountIsNoTarget() {
        Run run = Run.of("minimize", "none", "--target", "mount:/tmp", "-o", "x");
        assertEquals(2, run.code());
        assertTrue(run.errLines().get(0).contains("mount is no target of minimize"), run.err());
    }
}
