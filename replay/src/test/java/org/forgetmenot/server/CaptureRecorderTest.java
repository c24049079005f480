// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.format.pcap.PcapngMessageWriter;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a recording ends: when it is closed, or when the disk is full. */
@Timeout(300)
final class CaptureRecorderTest {
    private static final Map<String, CaptureRecorder.Form> FORMS = Map.of(
            "fusedump",
            FusedumpWriter::new,
            "pcapng",
            out -> new PcapngMessageWriter(out, 0),
            "ndjson",
            NdjsonWriter::new);

    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final byte[] message = new Client(request -> new byte[0]).message(Opcode.LOOKUP, 1, "a");

    /** A disk that takes so many bytes, and at last only some of what it is given. */
    private static final class Disk implements WritableByteChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        boolean closed;
        private final int room;

        Disk(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (taken.size() == room) {
                throw new IOException("no space left");
            }
            byte[] bytes = new byte[Math.min(from.remaining(), room - taken.size())];
            from.get(bytes);
            taken.writeBytes(bytes);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private long requests(String form, Disk disk) throws IOException {
        Path path = folder.resolve("capture." + form);
        Files.write(path, disk.taken.toByteArray());
        long requests = 0;
        try (Capture capture =
                Capture.open(path.toString(), form.equals("pcapng") ? "pcap" : form, InputStream.nullInputStream())) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                requests += event.kind() == EventKind.REQUEST ? 1 : 0;
            }
        }
        return requests;
    }

    @Test
    void whatComesAfterTheEndIsDroppedInSilence() throws Exception {
        for (Map.Entry<String, CaptureRecorder.Form> form : FORMS.entrySet()) {
            Disk disk = new Disk(Integer.MAX_VALUE);
            CaptureRecorder recorder = new CaptureRecorder(disk, form.getValue(), log::add);
            Recorder.Connection connection = recorder.connect();
            connection.request(message, 0, message.length);
            recorder.close();
            connection.request(message, 0, message.length);
            connection.lost(3, 0);
            recorder.close();
            assertTrue(disk.closed);
            assertEquals(1, requests(form.getKey(), disk), form.getKey());
            assertEquals(1, recorder.recorded());
            assertEquals(0, recorder.lost());
        }
        assertEquals(List.of(), log);
    }

    @Test
    void threadsThatGoOnWhileItIsClosedSeeNothingOfIt() throws Exception {
        for (Map.Entry<String, CaptureRecorder.Form> form : FORMS.entrySet()) {
            Disk disk = new Disk(Integer.MAX_VALUE);
            CaptureRecorder recorder = new CaptureRecorder(disk, form.getValue(), log::add);
            Recorder.Connection connection = recorder.connect();
            List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        connection.request(message, 0, message.length);
                    }
                });
                thread.setUncaughtExceptionHandler((of, e) -> thrown.add(e));
                thread.start();
                threads.add(thread);
            }
            while (recorder.messages() < 1000) {
                Thread.sleep(1);
            }
            recorder.close();
            Thread.sleep(20);
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
            assertEquals(List.of(), thrown);
            assertEquals(recorder.recorded(), requests(form.getKey(), disk), form.getKey());
            assertEquals(recorder.messages(), recorder.recorded());
        }
        assertEquals(List.of(), log);
    }

    @Test
    void countsWhatIsInTheFileWhenTheDiskIsFull() throws Exception {
        for (Map.Entry<String, CaptureRecorder.Form> form : FORMS.entrySet()) {
            for (int room : new int[] {70_000, 70_007, 200_123}) {
                log.clear();
                Disk disk = new Disk(room);
                CaptureRecorder recorder = new CaptureRecorder(disk, form.getValue(), log::add);
                Recorder.Connection connection = recorder.connect();
                for (int i = 0; i < 10_000; i++) {
                    connection.request(message, 0, message.length);
                }
                recorder.close();
                long recorded = requests(form.getKey(), disk);
                assertEquals(List.of("recording ended after " + recorded + " messages: no space left"), log);
                assertEquals(recorded, recorder.recorded());
                assertEquals(10_000 - recorded, recorder.lost());
                assertTrue(disk.closed);
            }
        }
    }

    @Test
    void aDiskThatIsFullOnlyAtTheEndIsSaidToo() throws Exception {
        Disk disk = new Disk(1000);
        CaptureRecorder recorder = new CaptureRecorder(disk, FusedumpWriter::new, log::add);
        Recorder.Connection connection = recorder.connect();
        for (int i = 0; i < 100; i++) {
            connection.request(message, 0, message.length);
        }
        assertEquals(0, recorder.lost(), "they are on their way");
        recorder.close();
        long recorded = requests("fusedump", disk);
        assertEquals(List.of("recording ended after " + recorded + " messages: no space left"), log);
        assertEquals(100 - recorded, recorder.lost());
    }

    @Test
    void messagesOfOtherConnectionsAreNeitherRecordedNorLost() throws Exception {
        Disk disk = new Disk(Integer.MAX_VALUE);
        CaptureRecorder recorder = new CaptureRecorder(disk, FusedumpWriter::new, log::add);
        recorder.connect().request(message, 0, message.length);
        recorder.connect().request(message, 0, message.length);
        recorder.close();
        assertEquals(2, recorder.messages());
        assertEquals(1, recorder.recorded());
        assertEquals(0, recorder.lost());
    }
}
