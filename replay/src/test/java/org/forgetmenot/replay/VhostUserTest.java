// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.linux.UnixSocket;
import org.forgetmenot.replay.target.TargetUnreachable;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Recorder;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.VhostUserServer;
import org.forgetmenot.vhost.VhostMessage;
import org.forgetmenot.vhost.VhostSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of vhost-user in this process: the replay in a guest's place, the Java server in virtiofsd's. */
@Timeout(300)
final class VhostUserTest {
    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private VhostUserServer serve(Personality personality, String... samples) throws Exception {
        FuseServer server = new FuseServer(
                CapturedFiles.of(TestCapture.samples(samples).get(0)),
                SessionOptions.of(personality, true),
                Recorder.none(),
                log::add);
        return VhostUserServer.listen(server, folder.resolve("socket"));
    }

    private ReplayResult replay(List<Capture> captures, ReplayOptions options) throws Exception {
        return Replay.run(
                captures, TargetSpec.parse("vhost-user:" + folder.resolve("socket")), null, options.mayChangeAnyTree());
    }

    @Test
    void theIncidentComesAgainOverQueues() throws Exception {
        try (VhostUserServer server = serve(Personality.VIRTIOFSD_C, "submount-incident/virtiofsd.log.gz")) {
            ReplayResult result = replay(
                    TestCapture.samples("submount-incident/guest.ftrace.gz", "submount-incident/virtiofsd.log.gz"),
                    ReplayOptions.DEFAULT);
            assertNull(result.divergence());
            assertEquals(714, result.counts().same());
            assertEquals(28, result.incidents().get(0).reproducedUses());
            assertTrue(Files.exists(server.path()));
        }
        assertFalse(Files.exists(folder.resolve("socket")));
        assertEquals(List.of(), log);
    }

    @Test
    void wholeMessagesAreCompared() throws Exception {
        try (VhostUserServer server = serve(Personality.VIRTIOFSD_RUST, "gluster/gluster.fusedump.gz")) {
            ReplayResult result = replay(TestCapture.samples("gluster/gluster.fusedump.gz"), ReplayOptions.DEFAULT);
            assertNull(result.divergence(), () -> result.divergence().toString());
            assertEquals(446, result.counts().compared(), server.path().toString());
        }
    }

    @Test
    void aServerThatDiesIsTheResult() throws Exception {
        Capture capture = TestCapture.of(
                folder,
                TestCapture.request(2, 1, 1, ",'name':'a'"),
                TestCapture.entry(2, 1, "a", 2),
                TestCapture.reply(2, 1, 0, ""),
                TestCapture.forget(4, 2, 7),
                TestCapture.request(6, 3, 1, ""),
                TestCapture.reply(6, 3, 0, ""));
        FuseServer fuse = new FuseServer(
                CapturedFiles.of(capture.reopen()),
                SessionOptions.of(Personality.VIRTIOFSD_C, true),
                Recorder.none(),
                log::add);
        try (VhostUserServer server = VhostUserServer.listen(fuse, folder.resolve("socket"))) {
            ReplayResult result = replay(List.of(capture), ReplayOptions.DEFAULT.withRawForget());
            assertNotNull(result.death(), server.path().toString());
            assertEquals("closed the connection", result.death().how());
            assertEquals(List.of(), result.death().said());
        }
        assertEquals(1, log.size(), log.toString());
    }

    @Test
    void whoDoesNotKeepToTheProtocolIsDisconnected() throws Exception {
        VhostMessage[] wrongs = {
            new VhostMessage().begin(VhostMessage.SET_VRING_NUM).u32(64).u32(8),
            new VhostMessage().begin(VhostMessage.SET_FEATURES).u64(-1),
            new VhostMessage().begin(VhostMessage.SET_MEM_TABLE).u32(1).u32(0),
            new VhostMessage().begin(VhostMessage.SET_MEM_TABLE).u32(-1).u32(0)
        };
        try (VhostUserServer server = serve(Personality.VIRTIOFSD_RUST, "gluster/gluster.fusedump.gz")) {
            for (VhostMessage wrong : wrongs) {
                try (VhostSocket socket = new VhostSocket(UnixSocket.connect(server.path()))) {
                    socket.send(wrong);
                    assertFalse(socket.receive(new VhostMessage()), wrong.toString());
                }
            }
            // and the next one is served
            assertNull(replay(TestCapture.samples("gluster/gluster.fusedump.gz"), ReplayOptions.DEFAULT)
                    .death());
        }
        assertEquals(wrongs.length, log.size(), log.toString());
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        assertThrows(
                TargetUnreachable.class,
                () -> replay(TestCapture.samples("gluster/gluster.fusedump.gz"), ReplayOptions.DEFAULT));
        Files.writeString(folder.resolve("socket"), "");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> serve(Personality.VIRTIOFSD_RUST, "gluster/gluster.fusedump.gz"));
    }
}
