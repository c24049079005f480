// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.linux.LibC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real mount on the kernel of this machine. */
@Tag("system")
@Timeout(300)
final class DeviceMountSystemTest {
    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private Path source;
    private Path mountPoint;
    private DeviceMount mount;

    @BeforeEach
    void mayMount() throws IOException {
        assumeTrue(LibC.geteuid() == 0, "mounting takes root");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse here");
        source = Files.createDirectory(folder.resolve("source"));
        mountPoint = Files.createDirectory(folder.resolve("mount"));
    }

    @AfterEach
    void unmount() {
        if (mount != null) {
            mount.close();
        }
    }

    private void mount(Tree tree, Recorder recorder) throws IOException {
        FuseServer server =
                new FuseServer(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, true), recorder, log::add);
        mount = DeviceMount.mount(server, mountPoint, 4);
    }

    /** Runs a shell script in the mount; what it prints. */
    private String sh(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-ec", script)
                .directory(mountPoint.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private void work() throws Exception {
        String output = sh("mkdir -p a/b/c; echo hello > a/b/file; cp -r a again;"
                + " dd if=/dev/urandom of=big bs=64k count=40 2>/dev/null; cp big copy; cmp big copy; mv copy a/moved;"
                + " ln a/moved a/second; ln -s ../big a/link; cmp big a/link; chmod 600 big; truncate -s 100000 a/second;"
                + " stat -c %s:%h a/moved; touch -d @1000000000 a/b/file; stat -c %Y a/b/file; rm a/moved a/second;"
                + " for i in $(seq 200); do echo $i > many$i; done; ls | wc -l; rm many*; rmdir a/b/c; find . -type f | sort;"
                + " df . > /dev/null; sync -f .");
        assertEquals("100000:2\n1000000000\n203\n./a/b/file\n./again/b/file\n./big\n", output);
    }

    @Test
    void servesADirectoryToTheKernel() throws Exception {
        Tree tree = DirectoryTree.open(source, true);
        mount(tree, Recorder.none());
        work();
        assertArrayEquals(Files.readAllBytes(source.resolve("big")), Files.readAllBytes(mountPoint.resolve("big")));
        mount.close();
        assertEquals(0, mount.session().nodes());
        assertFalse(Files.exists(mountPoint.resolve("big")));
        tree.close();
        assertEquals(List.of(), log);
    }

    @Test
    void servesATreeInMemory() throws Exception {
        mount(new MemoryTree(), Recorder.none());
        work();
    }

    @Test
    void recordsWhatTheKernelSends() throws Exception {
        ByteArrayOutputStream capture = new ByteArrayOutputStream();
        try (CaptureRecorder recorder =
                new CaptureRecorder(Channels.newChannel(capture), FusedumpWriter::new, log::add)) {
            mount(DirectoryTree.open(source, true), recorder);
            work();
            mount.close();
            assertTrue(recorder.messages() > 2000, "messages: " + recorder.messages());
            assertEquals(0, recorder.lost());
        }
        assertTrue(capture.size() > 5_000_000, "two files of 2.6 MB were written");
        assertEquals(List.of(), log);
    }

    @Test
    void saysWhyItCannotMount() throws Exception {
        mount(new MemoryTree(), Recorder.none());
        IOException busy = assertThrows(IOException.class, () -> mount(new MemoryTree(), Recorder.none()));
        assertTrue(busy.getMessage().endsWith("is busy: something is mounted there already"), busy.getMessage());
        Path first = mountPoint;
        mountPoint = folder.resolve("none");
        assertThrows(NoSuchFileException.class, () -> mount(new MemoryTree(), Recorder.none()));
        mountPoint = first;
    }

    @Test
    void endsWhenSomebodyElseUnmounts() throws Exception {
        mount(new MemoryTree(), Recorder.none());
        assertEquals(
                0, new ProcessBuilder("umount", mountPoint.toString()).start().waitFor());
        mount.await();
    }

    @Test
    void modesAreNotStaleAfterACopyWithAttributes() throws Exception {
        mount(DirectoryTree.open(source, true), Recorder.none());
        String modes = sh("umask 022; mkdir d; echo x > d/f; chmod 640 d/f; cp -a d e; stat -c %a d d/f e e/f");
        assertEquals("755\n640\n755\n640\n", modes);
    }
}
