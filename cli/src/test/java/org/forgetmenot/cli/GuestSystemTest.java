// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.server.BoundedRecorder;
import org.forgetmenot.server.CaptureRecorder;
import org.forgetmenot.server.DirectoryTree;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.Tree;
import org.forgetmenot.server.VhostTap;
import org.forgetmenot.server.VhostUserServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real guest works on virtio-fs: on the Java server, and on virtiofsd with somebody listening in. */
@Tag("system")
@Timeout(600)
final class GuestSystemTest {
    private static final Path VIRTIOFSD = Path.of("/usr/lib/qemu/virtiofsd");

    /** Makes, changes and removes files, crosses into a submount, and lets the kernel forget what it can. */
    private static final String WORK = "mkdir -p a/b; echo hello > a/b/file; cp -r a again;"
            + " dd if=/dev/zero of=big bs=128k count=8 2>/dev/null; cmp big big; mv big a/moved; ln a/moved a/second;"
            + " rm a/moved; ln -s b a/link; for i in $(seq 40); do echo $i > again/f$i; done; ls -lR . > /dev/null;"
            + " cat sub/inner; echo more > sub/other; echo 2 > /proc/sys/vm/drop_caches; ls -l a sub > /dev/null;"
            + " rm -r again; cat a/b/file";

    @TempDir
    private Path folder = Path.of("");

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private Path source = Path.of("");

    @BeforeEach
    void aGuestCanBeHad() throws IOException, InterruptedException {
        assumeTrue(LibC.geteuid() == 0, "needs root, for virtiofsd and for a submount");
        assumeTrue(Files.isExecutable(VIRTIOFSD), "needs " + VIRTIOFSD + " (Debian: qemu-system-common)");
        Guest.assumePossible();
        source = Files.createDirectory(folder.resolve("source"));
        Path submount = Files.createDirectory(source.resolve("sub"));
        Programs.run("mount", "-t", "tmpfs", "none", submount.toString());
        Files.writeString(submount.resolve("inner"), "inside\n");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (Files.exists(source.resolve("sub/inner"))) {
            Programs.run("umount", source.resolve("sub").toString());
        }
    }

    private static JsonNode replayed(Path capture) throws IOException {
        Run run = Run.of(
                "replay",
                "--format",
                "json",
                "--start",
                "virtiofsd",
                "--server-path",
                VIRTIOFSD.toString(),
                capture.toString());
        assertEquals(0, run.code(), run.err() + run.out());
        return new ObjectMapper().readTree(run.out());
    }

    /** What a guest did is recorded whole, is sound, and goes the same way on virtiofsd. */
    private static void check(Path capture) throws IOException {
        Run diagnosis = Run.of("diagnose", capture.toString());
        assertEquals(0, diagnosis.code(), diagnosis.out() + diagnosis.err());
        JsonNode result = replayed(capture);
        assertTrue(result.get("compared").asInt() > 300, result.toString());
        assertEquals(0, result.get("diverged").asInt());
        assertTrue(result.get("serverDied").isNull());
    }

    @Test
    void worksOnTheJavaServer() throws Exception {
        Path capture = folder.resolve("guest.fusedump");
        Path socket = folder.resolve("socket");
        SessionOptions options = SessionOptions.of(Personality.VIRTIOFSD_RUST, true);
        try (Tree tree = DirectoryTree.open(source, true);
                CaptureRecorder recorder = new CaptureRecorder(
                        FileChannel.open(capture, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        FusedumpWriter::new,
                        log::add)) {
            FuseServer server = new FuseServer(tree, options, recorder, log::add);
            try (VhostUserServer listening = VhostUserServer.listen(server, socket)) {
                assertEquals(List.of("inside", "hello"), Guest.run(folder, listening.path(), 2, WORK));
            }
            assertEquals(0, recorder.lost());
        }
        assertEquals(List.of(), log);
        assertEquals("hello\n", Files.readString(source.resolve("a/b/file")));
        assertEquals("more\n", Files.readString(source.resolve("sub/other")));
        Run info = Run.of("info", capture.toString());
        assertTrue(info.out().contains("DESTROY 1"), "the guest unmounts: " + info.out());
        check(capture);
    }

    /** Opcodes and how often they were asked for, errors and how often they were answered. */
    private static String counts(Path capture) throws IOException {
        Run run = Run.of("info", "--format", "json", capture.toString());
        assertEquals(0, run.code(), run.err());
        JsonNode info = new ObjectMapper().readTree(run.out());
        JsonNode input = info.get("inputs").get(0);
        JsonNode connection = info.get("connections").get(0);
        return input.get("requests") + " " + input.get("replies") + " " + input.get("forgets") + " "
                + connection.get("opcodes") + " " + connection.get("errors");
    }

    @Test
    void isListenedToOnVirtiofsd() throws Exception {
        Path capture = folder.resolve("guest.fusedump");
        Path serverLog = folder.resolve("virtiofsd.log");
        Path socket = folder.resolve("socket");
        Path serverSocket = folder.resolve("server");
        Process virtiofsd = new ProcessBuilder(
                        VIRTIOFSD.toString(),
                        "-d",
                        "--socket-path=" + serverSocket,
                        "-o",
                        "source=" + source + ",sandbox=chroot,cache=auto,announce_submounts")
                .redirectErrorStream(true)
                .redirectOutput(serverLog.toFile())
                .start();
        try (CaptureRecorder file = new CaptureRecorder(
                FileChannel.open(capture, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                FusedumpWriter::new,
                log::add)) {
            for (int i = 0; i < 200 && !Files.exists(serverSocket); i++) {
                Thread.sleep(50);
            }
            try (BoundedRecorder recorder = new BoundedRecorder(file);
                    VhostTap tap = VhostTap.open(socket, serverSocket, recorder, log::add)) {
                Thread thread = new Thread(
                        () -> {
                            try {
                                tap.run();
                            } catch (IOException e) {
                                log.add(e.toString());
                            }
                        },
                        "tap");
                thread.start();
                assertEquals(List.of("inside", "hello"), Guest.run(folder, socket, 1, WORK));
                thread.join();
            }
            assertEquals(0, file.lost());
        } finally {
            assertTrue(virtiofsd.waitFor(60, TimeUnit.SECONDS), "the server ends with its machine");
        }
        assertEquals(0, virtiofsd.exitValue());
        assertEquals(List.of("a machine is connected", "the machine or its server has gone"), log);
        assertEquals(counts(serverLog), counts(capture), "what the server says that it was asked");
        check(capture);
    }
}
