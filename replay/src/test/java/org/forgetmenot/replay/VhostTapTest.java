// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Recorder;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.VhostTap;
import org.forgetmenot.server.VhostUserServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay in a guest's place and the Java server in virtiofsd's, and somebody between them who listens in. */
@Timeout(300)
final class VhostTapTest {
    private static final String GLUSTER = "gluster/gluster.fusedump.gz";

    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Heard atServer = new Heard();
    private VhostUserServer server;

    /** Keeps what it hears. */
    private static final class Heard implements Recorder, Recorder.Connection {
        final List<String> messages = Collections.synchronizedList(new ArrayList<>());
        /** After so many it hears nothing more, and answers nobody. */
        volatile int end = Integer.MAX_VALUE;

        @Override
        public Connection connect() {
            return this;
        }

        @Override
        public void request(byte[] bytes, int at, int length, long atNs) {
            add("request ", Arrays.copyOfRange(bytes, at, at + length));
        }

        @Override
        public void reply(byte[] bytes, int length, long atNs) {
            add("reply ", Arrays.copyOf(bytes, length));
        }

        private void add(String what, byte[] bytes) {
            if (messages.size() < end) {
                messages.add(what + HexFormat.of().formatHex(bytes));
            }
        }

        @Override
        public void lost(long count, long atNs) {
            messages.add("lost " + count);
        }

        List<String> sorted() {
            return messages.stream().sorted().toList();
        }
    }

    @BeforeEach
    void serve() throws Exception {
        FuseServer fuse = new FuseServer(
                CapturedFiles.of(TestCapture.samples(GLUSTER).get(0)),
                SessionOptions.of(Personality.VIRTIOFSD_RUST, true),
                atServer,
                log::add);
        server = VhostUserServer.listen(fuse, folder.resolve("server"));
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    private ReplayResult replayThrough(Recorder recorder) throws Exception {
        try (VhostTap tap = VhostTap.open(folder.resolve("guest"), server.path(), recorder, log::add)) {
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
            ReplayResult result = Replay.run(
                    TestCapture.samples(GLUSTER),
                    TargetSpec.parse("vhost-user:" + folder.resolve("guest")),
                    null,
                    ReplayOptions.DEFAULT.mayChangeAnyTree());
            thread.join();
            assertFalse(tap.isConnected());
            return result;
        }
    }

    @Test
    void hearsWhatTheServerHears() throws Exception {
        Heard heard = new Heard();
        ReplayResult result = replayThrough(heard);
        assertNull(result.divergence(), () -> result.divergence().toString());
        assertNull(result.death());
        assertTrue(heard.messages.size() > 900, heard.messages.size() + " messages");
        server.close();
        assertEquals(atServer.sorted(), heard.sorted());
        assertEquals(List.of("a machine is connected", "the machine or its server has gone"), log);
        assertFalse(Files.exists(folder.resolve("guest")));
    }

    @Test
    void nobodyNoticesWhenTheRecordingEnds() throws Exception {
        Heard heard = new Heard();
        heard.end = 300;
        ReplayResult result = replayThrough(heard);
        assertNull(result.divergence());
        assertNull(result.death());
        assertEquals(446, result.counts().compared());
        assertEquals(300, heard.messages.size());
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        IOException none = assertThrows(
                IOException.class, () -> VhostTap.open(folder.resolve("guest"), nowhere, new Heard(), log::add));
        assertEquals("no server at " + nowhere + ": ENOENT", none.getMessage());
        Files.writeString(folder.resolve("guest"), "");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> VhostTap.open(folder.resolve("guest"), server.path(), new Heard(), log::add));
    }
}
