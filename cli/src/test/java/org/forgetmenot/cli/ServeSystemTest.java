// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.replay.CapturedFiles;
import org.forgetmenot.server.CaptureRecorder;
import org.forgetmenot.server.DeviceMount;
import org.forgetmenot.server.DirectoryTree;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.StreamServer;
import org.forgetmenot.server.Tree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the live server records of real clients is what they sent, and replays as it was. */
@Tag("system")
@Timeout(300)
final class ServeSystemTest {
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";
    private static final int WAIT_MS = 120_000;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void needsRoot() throws IOException, InterruptedException {
        assumeTrue(Programs.run("id", "-u").strip().equals("0"), "needs root, to mount and to record networks");
    }

    private CaptureRecorder recorder(Path file) throws IOException {
        return new CaptureRecorder(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                FusedumpWriter::new,
                log::add);
    }

    private static JsonNode replayed(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("replay", "--format", "json"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(String[]::new));
        assertEquals(0, run.code(), run.err() + run.out());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aKernelsWorkIsRecordedAndReplaysAsItWas() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        Path source = Files.createDirectory(folder.resolve("source"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        Path file = folder.resolve("work.fusedump");
        SessionOptions options = SessionOptions.of(Personality.VIRTIOFSD_RUST, true);
        Programs.run("cp", "-r", "../samples", source.toString());
        try (Tree tree = DirectoryTree.open(source, true);
                CaptureRecorder recorder = recorder(file);
                DeviceMount mount =
                        DeviceMount.mount(new FuseServer(tree, options, recorder, log::add), mountPoint, 4)) {
            work(mountPoint);
            assertTrue(mount.session().nodes() > 10);
        }
        assertEquals(List.of(), log);
        assertEquals(0, Run.of("diagnose", file.toString()).code());
        JsonNode result = replayed(file.toString());
        assertTrue(result.get("compared").asInt() > 1000, result.toString());
        assertEquals(result.get("compared").asInt(), result.get("sameError").asInt());
        assertEquals(0, result.get("diverged").asInt());
        assertEquals(0, result.get("forgetsClamped").asInt(), "the counts are those that were recorded");
    }

    @Test
    void aRecordingWithAccessControlListsReplaysAsItWas() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        Path source = Files.createDirectory(folder.resolve("source"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        SessionOptions without = SessionOptions.of(Personality.VIRTIOFSD_RUST, true);
        for (SessionOptions options : List.of(without, without.withPosixAcls())) {
            Path file = folder.resolve("acl" + options.posixAcls() + ".pcapng");
            try (Tree tree = DirectoryTree.open(source, true);
                    CaptureRecorder recorder = recorder(file);
                    DeviceMount mount =
                            DeviceMount.mount(new FuseServer(tree, options, recorder, log::add), mountPoint, 4)) {
                Programs.run(
                        "sh",
                        "-ec",
                        "cd \"$1\"; rm -rf d e; mkdir d; echo x > d/f; chmod 640 d/f; cp -a d e; sleep 1.2; stat e e/f",
                        "sh",
                        mountPoint.toString());
                assertTrue(mount.session().nodes() > 0);
            }
            JsonNode result = replayed(file.toString());
            assertEquals(0, result.get("diverged").asInt(), result.toString());
            JsonNode strict = replayed(file.toString(), "--tolerate", "times,ino,blocks,directory");
            assertEquals(0, strict.get("diverged").asInt(), strict.toString());
        }
    }

    private static void work(Path mountPoint) throws IOException, InterruptedException {
        String script = "cd \"$1\"; find . | wc -l; cat samples/*/README.md > all; cp -r samples copy; mv copy moved;"
                + " for i in $(seq 100); do echo $i > moved/f$i; done; rm -r moved/gluster; mkdir -p a/b; mv moved a/b;"
                + " dd if=/dev/urandom of=big bs=128k count=20 2>/dev/null; cmp big big; ln big a/second; rm big;"
                + " ln -s nowhere a/link; ls -lR . > /dev/null; truncate -s 5 all; rm -r a/b";
        Programs.run("sh", "-ec", script, "sh", mountPoint.toString());
        if (Programs.has("git")) {
            String git = "cd \"$1\"; git init -q repository; cd repository; cp -r ../samples .; git add .;"
                    + " git -c user.name=a -c user.email=a@b commit -qm all; git clone -q . ../clone";
            Programs.run("sh", "-ec", git, "sh", mountPoint.toString());
        }
    }

    /** The messages of a capture that went one way, in its order. */
    private static List<String> messages(Path capture, boolean fromServer) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Capture open = Capture.open(capture.toString(), null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (open.reader().next(event)) {
                boolean isMessage = !event.message().isEmpty();
                if (isMessage && (event.kind() == EventKind.REPLY) == fromServer) {
                    messages.add(hex(event));
                }
            }
        }
        return messages;
    }

    private static String hex(Event event) {
        int from = event.message().offset();
        return HexFormat.of()
                .formatHex(event.message().bytes(), from, from + event.message().length());
    }

    @Test
    void whatTcpdumpSeesOfAReplayIsWhatTheServerRecords() throws Exception {
        assumeTrue(Programs.has("tcpdump"), "needs tcpdump: install it (Debian: tcpdump)");
        Path recorded = folder.resolve("server.fusedump");
        Path seen = folder.resolve("seen.pcap");
        Path said = folder.resolve("said");
        Tree tree;
        try (Capture capture = Capture.open(GLUSTER, null, InputStream.nullInputStream())) {
            tree = CapturedFiles.of(capture);
        }
        try (CaptureRecorder recorder = recorder(recorded);
                StreamServer server = StreamServer.tcp(
                        new FuseServer(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, true), recorder, log::add),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        null)) {
            String address = server.address();
            String port = address.substring(address.lastIndexOf(':') + 1);
            Process tcpdump = new ProcessBuilder(
                            "tcpdump",
                            "-i",
                            "lo",
                            "-s",
                            "0",
                            "-B",
                            "16384",
                            "-U",
                            "-Z",
                            "root",
                            "-w",
                            seen.toString(),
                            "tcp port " + port)
                    .redirectError(said.toFile())
                    .start();
            try {
                await(() -> Files.readString(said, StandardCharsets.ISO_8859_1).contains("listening on"));
                replayed(GLUSTER, "--target", address, "--i-own-this-tree");
                await(() -> messages(seen, true).size() + messages(seen, false).size() >= recorder.messages());
            } finally {
                tcpdump.destroy();
                tcpdump.waitFor();
            }
        }
        // what crosses on the network may be noted in another order, but each way has its own
        for (boolean fromServer : new boolean[] {true, false}) {
            List<String> expected = messages(recorded, fromServer);
            assertTrue(expected.size() > 400, "messages: " + expected.size());
            assertEquals(expected, messages(seen, fromServer));
        }
    }

    /** What {@code info} finds in a capture, as requests and replies together, FORGETs included. */
    private static long count(Path capture) throws IOException {
        long count = 0;
        try (Capture open = Capture.open(capture.toString(), null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (open.reader().next(event)) {
                count += event.message().isEmpty() ? 0 : 1;
            }
        }
        return count;
    }

    @Test
    void aServerThatEndsWhileItIsBusyFinishesItsRecording() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        Path source = Files.createDirectory(folder.resolve("source"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        Programs.run("cp", "-r", "../samples", source.toString());
        for (String form : List.of("ndjson", "fusedump", "pcapng")) {
            Path file = folder.resolve("busy." + form);
            List<Process> busy = new ArrayList<>();
            try (ServeProcess server = recorded(source, mountPoint, file, "--cache", "never", "--threads", "8")) {
                server.await("forgetmenot: mounted on");
                for (int i = 0; i < 4; i++) {
                    // what is in the mount can be detached, and goes on until the server has gone
                    busy.add(new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "cd \"$1\"; while stat samples/* .; do :; done",
                                    "sh",
                                    mountPoint.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
                }
                await(() -> Files.size(file) > 2_000_000);
                server.end();
                List<String> said = server.said();
                assertEquals(2, said.size(), said.toString());
                assertEquals("forgetmenot: " + count(file) + " messages recorded", said.get(1));
            } finally {
                busy.forEach(Process::destroyForcibly);
            }
        }
    }

    private ServeProcess recorded(Path source, Path mountPoint, Path file, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--source", source.toString()));
        options.addAll(List.of("--mount", mountPoint.toString(), "--record", file.toString()));
        options.addAll(List.of(more));
        return ServeProcess.start(folder, "", options.toArray(String[]::new));
    }

    @Test
    void aFullDiskEndsTheRecordingAndTheCountsAgree() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        Path source = Files.createDirectory(folder.resolve("source"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        Path small = Files.createDirectory(folder.resolve("small"));
        Files.write(source.resolve("big"), new byte[2_000_000]);
        Programs.run("mount", "-t", "tmpfs", "-o", "size=300k", "small", small.toString());
        try {
            for (String form : List.of("ndjson", "fusedump", "pcapng")) {
                Path file = small.resolve("full." + form);
                try (ServeProcess server = recorded(source, mountPoint, file)) {
                    server.await("forgetmenot: mounted on");
                    Programs.run(
                            "sh",
                            "-c",
                            "for i in $(seq 400); do stat $1/none$i || :; done",
                            "sh",
                            mountPoint.toString());
                    Programs.run(
                            "cp",
                            mountPoint.resolve("big").toString(),
                            folder.resolve("copy").toString());
                    server.await("forgetmenot: recording ended after");
                    server.end();
                    List<String> said = server.said();
                    long recorded = count(file);
                    assertTrue(recorded > 10, said.toString());
                    assertEquals(
                            "forgetmenot: recording ended after " + recorded + " messages: cannot write " + file
                                    + ": No space left on device",
                            said.get(1));
                    assertTrue(
                            said.get(2).startsWith("forgetmenot: " + recorded + " messages recorded, "),
                            said.toString());
                    assertEquals(3, said.size(), said.toString());
                }
                Files.delete(file);
            }
        } finally {
            Programs.run("umount", small.toString());
        }
    }

    @Test
    void knowsAsManyFilesAsRootMayOpen() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        Path source = Files.createDirectory(folder.resolve("source"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        for (int i = 0; i < 2000; i++) {
            Files.createFile(source.resolve("f" + i));
        }
        String[] options = {"--source", source.toString(), "--mount", mountPoint.toString()};
        // root that may not raise its limit, as in many containers
        String without = "ulimit -n 600; ulimit -n 601 2>/dev/null"
                + " && set -- setpriv --bounding-set -sys_resource --inh-caps -sys_resource \"$@\";";
        try (ServeProcess server = ServeProcess.start(folder, without, options)) {
            server.await("forgetmenot: mounted on");
            Programs.run(
                    "sh",
                    "-c",
                    "ls -lR \"$1\" > \"$2\" 2>&1; ls -lR \"$1\" > \"$2\" 2>&1 || :",
                    "sh",
                    mountPoint.toString(),
                    folder.resolve("listing").toString());
            server.end();
            assertEquals(2, server.said().size(), server.said().toString());
            assertTrue(
                    server.said().get(1).startsWith("forgetmenot: no descriptors are left (EMFILE): "),
                    server.said().toString());
        }
        Process raised = new ProcessBuilder("sh", "-c", "ulimit -n 600; ulimit -n 601")
                .redirectErrorStream(true)
                .start();
        assumeTrue(raised.waitFor() == 0, "needs CAP_SYS_RESOURCE, to raise the limit");
        try (ServeProcess server = ServeProcess.start(folder, "ulimit -n 600;", options)) {
            server.await("forgetmenot: mounted on");
            Programs.run("ls", "-lR", mountPoint.toString());
            server.end();
            assertEquals(1, server.said().size(), server.said().toString());
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                assertTrue(System.nanoTime() < endNs, String.valueOf(e.getMessage())); // not there yet, or not whole
            }
            assertTrue(System.nanoTime() < endNs, "waited long enough");
            Thread.sleep(50);
        }
    }
}
