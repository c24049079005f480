// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
@Timeout(30)
final class BoundedRecorderTest {
    private static final int MESSAGES = 1000;
    private static final int ROOM = 100;
    /** What a message of {@link Client} takes, with its cost. */
    private static final int MESSAGE_BYTES = 40 + 2 + 64;

    @TempDir
    Path folder;

    /** A disk that writes nothing until it is told to. */
    private static final class Disk extends FilterOutputStream {
        final CountDownLatch turning = new CountDownLatch(1);
        boolean begun;

        Disk(ByteArrayOutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (begun) {
                try {
                    turning.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            out.write(bytes, from, length);
        }
    }

    @Test
    void whatFindsNoRoomIsCountedInItsPlace() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Disk disk = new Disk(written);
        Client client = new Client(request -> new byte[0]);
        try (CaptureRecorder file = new CaptureRecorder(new NdjsonWriter(disk), log::add)) {
            disk.begun = true;
            BoundedRecorder recorder = new BoundedRecorder(file, ROOM * MESSAGE_BYTES);
            Recorder.Connection connection = recorder.connect();
            long begin = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = client.message(Opcode.LOOKUP, 1, "a");
                connection.request(message, 0, message.length);
            }
            assertTrue(System.nanoTime() - begin < 5_000_000_000L, "nobody waits for the disk");
            disk.turning.countDown();
            // there is room again
            while (file.messages() < MESSAGES) {
                Thread.sleep(5);
            }
            byte[] message = client.message(Opcode.LOOKUP, 1, "b");
            connection.request(message, 0, message.length);
            recorder.close();
            assertTrue(file.lost() > 0 && file.lost() < MESSAGES, file.lost() + " lost");
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
        assertTrue(requests >= ROOM, requests + " written");
        assertEquals(MESSAGES + 1, requests + lost, "what is missing is told where it is missing");
        assertEquals(EventKind.REQUEST, last);
    }
}
