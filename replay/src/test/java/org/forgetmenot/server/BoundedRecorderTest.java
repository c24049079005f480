// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that stands still for a while. */
@Timeout(300)
final class BoundedRecorderTest {
    private static final int MESSAGES = 1000;
    private static final int ROOM = 100;
    /** What a message of {@link Client} takes, with its cost. */
    private static final int MESSAGE_BYTES = 40 + 2 + 64;

    @TempDir
    Path folder;

    /** Lets nothing through until it is told to. */
    private static final class Gate implements Recorder {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch opened = new CountDownLatch(1);
        private final Recorder recorder;

        Gate(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public Connection connect() {
            Connection behind = recorder.connect();
            return new Connection() {
                @Override
                public void request(byte[] bytes, int at, int length, long atNs) {
                    reached.countDown();
                    try {
                        opened.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    behind.request(bytes, at, length, atNs);
                }

                @Override
                public void reply(byte[] bytes, int length, long atNs) {
                    behind.reply(bytes, length, atNs);
                }

                @Override
                public void lost(long messages, long atNs) {
                    behind.lost(messages, atNs);
                }
            };
        }
    }

    @Test
    void whatFindsNoRoomIsCountedInItsPlace() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        byte[] message = new Client(request -> new byte[0]).message(Opcode.LOOKUP, 1, "a");
        assertEquals(MESSAGE_BYTES, message.length + 64);
        try (CaptureRecorder file = new CaptureRecorder(Channels.newChannel(written), NdjsonWriter::new, log::add)) {
            Gate gate = new Gate(file);
            BoundedRecorder recorder = new BoundedRecorder(gate, ROOM * MESSAGE_BYTES);
            Recorder.Connection connection = recorder.connect();
            connection.request(message, 0, message.length);
            gate.reached.await();
            for (int i = 1; i < MESSAGES; i++) {
                connection.request(message, 0, message.length); // and nobody waits for the disk
            }
            gate.opened.countDown();
            while (file.messages() < MESSAGES) {
                Thread.sleep(5);
            }
            connection.request(message, 0, message.length); // there is room again
            recorder.close();
            assertEquals(MESSAGES - 1 - ROOM, file.lost());
            assertEquals(MESSAGES + 1, file.messages());
        }
        assertEquals(List.of(), log);
        Path path = folder.resolve("capture.ndjson");
        Files.write(path, written.toByteArray());
        long requests = 0;
        long lost = 0;
        EventKind last = null;
        try (Capture capture = Capture.open(path.toString(), null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                requests += event.kind() == EventKind.REQUEST ? 1 : 0;
                lost += event.kind() == EventKind.LOST ? event.count() : 0;
                last = event.kind();
            }
        }
        assertEquals(ROOM + 2, requests);
        assertEquals(MESSAGES - 1 - ROOM, lost, "what is missing is told where it is missing");
        assertEquals(EventKind.REQUEST, last);
    }
}
