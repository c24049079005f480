// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** What becomes of events in a pcapng; that messages come back as they were is tested with {@code convert}. */
class PcapngMessageWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ReadContext context = new ReadContext();

    private static Event request(int bytes) {
        byte[] message = new byte[bytes];
        Bytes.put32(message, 0, ByteOrder.LITTLE_ENDIAN, bytes);
        Bytes.put32(message, 4, ByteOrder.LITTLE_ENDIAN, Opcode.WRITE.number());
        Event event = new Event().start(EventKind.REQUEST, 1).opcode(Opcode.WRITE.number());
        event.message().set(message, 0, bytes);
        return event.sizeBytes(bytes).timeNs(1);
    }

    private List<Long> connections() {
        return Talks.read(out.toByteArray(), context).stream()
                .map(e -> e.hasConnection() ? e.connection() : 0)
                .toList();
    }

    @Test
    void connectionsKeepTheirNumberOrGetOne() throws IOException {
        long tcp = TcpTraffic.FIRST_ID;
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            for (long connection : new long[] {7, tcp, 0xffff_ffffL, 7, 1, tcp, -1}) {
                assertEquals(Outcome.WRITTEN, writer.write(request(100).connection(connection)));
            }
            assertEquals(Outcome.WRITTEN, writer.write(request(100)));
        }
        // 1 was given away when it came itself
        assertEquals(List.of(7L, 1L, 0xffff_ffffL, 7L, 2L, 1L, 3L, 0L), connections());
    }

    @Test
    void capturesThatNameNoConnectionsAreToldApart() throws IOException {
        byte[] file = Talks.user0(
                List.of(Talks.record(Talks.gluster().get(0), 0, FuseRecord.NO_QUEUE, ByteOrder.LITTLE_ENDIAN)));
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            for (int i = 0; i < 3; i++) {
                Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(file));
                writer.begin(capture);
                Event event = new Event();
                while (capture.reader().next(event)) {
                    writer.write(event);
                }
                writer.end(capture);
            }
        }
        assertEquals(List.of(0L, 1L, 2L), connections());
    }

    @Test
    void thereIsALimitToConnections() throws IOException {
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            for (int i = 0; i < PcapngMessageWriter.CONNECTIONS_MAX; i++) {
                assertEquals(Outcome.WRITTEN, writer.write(request(40).connection(i)));
            }
            assertEquals(Outcome.OTHER_CONNECTION, writer.write(request(40).connection(-5)));
            assertEquals(Outcome.WRITTEN, writer.write(request(40).connection(3)));
        }
    }

    @Test
    void aSnapshotLengthCutsAndWhatIsCutIsReadAsFarAsItGoes() throws IOException {
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 100)) {
            assertEquals(Outcome.WRITTEN, writer.write(request(88)));
            assertEquals(Outcome.WRITTEN_IN_PART, writer.write(request(89)));
            Event untimed = new Event().start(EventKind.REQUEST, 1).opcode(Opcode.WRITE.number());
            byte[] message = request(300).message().bytes();
            untimed.message().set(message, 0, message.length);
            assertEquals(Outcome.WRITTEN_IN_PART, writer.write(untimed));
        }
        List<Event> events = Talks.read(out.toByteArray(), context);
        assertEquals(
                List.of(88L, 89L, 300L), events.stream().map(Event::sizeBytes).toList());
        assertEquals(
                List.of(88, 88, 88),
                events.stream().map(e -> e.message().length()).toList());
        assertEquals(2, context.diagnostics().count(DiagnosticCode.PACKET_CUT));
    }

    @Test
    void longMessagesAreWrittenAndSaid() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            int most = PcapngMessageWriter.WIRESHARK_BYTES_MAX - FuseRecord.BYTES;
            assertEquals(Outcome.WRITTEN, writer.write(request(most)));
            assertEquals(Outcome.WRITTEN_LONG, writer.write(request(most + 1)));
            assertEquals(Outcome.WRITTEN_LONG, writer.write(request(MessageDecoder.MESSAGE_BYTES_MAX)));
            assertEquals(Outcome.MESSAGE_TOO_LONG, writer.write(request(MessageDecoder.MESSAGE_BYTES_MAX + 1)));
        }
        Talks.read(out.toByteArray(), context)
                .forEach(e -> lengths.add(e.message().length()));
        assertEquals(
                List.of(
                        PcapngMessageWriter.WIRESHARK_BYTES_MAX - 12,
                        PcapngMessageWriter.WIRESHARK_BYTES_MAX - 11,
                        MessageDecoder.MESSAGE_BYTES_MAX),
                lengths);
    }

    @Test
    void aQueueThatHasNoPlaceIsLeftOut() throws IOException {
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            assertEquals(Outcome.WRITTEN, writer.write(request(40).queue(0)));
            assertEquals(Outcome.WRITTEN_WITHOUT_WAY, writer.write(request(40).queue(0xffff)));
            assertEquals(Outcome.WRITTEN_WITHOUT_WAY, writer.write(request(40).queue(-1)));
        }
        List<Event> events = Talks.read(out.toByteArray(), context);
        assertEquals(
                List.of(true, false, false),
                events.stream().map(Event::hasQueue).toList());
    }

    @Test
    void whatIsNoMessageIsNotWritten() throws IOException {
        try (PcapngMessageWriter writer = new PcapngMessageWriter(out, 0)) {
            Event event = new Event().start(EventKind.REQUEST, 1).unique(4);
            assertEquals(Outcome.MESSAGE_UNKNOWN, writer.write(event));
            assertEquals(Outcome.IMPLIED, writer.write(event.start(EventKind.FORGET, 1)));
            assertEquals(Outcome.WITHDRAWAL, writer.write(event.start(EventKind.ENTRY_WITHDRAWN, 1)));
            assertEquals(Outcome.NO_MESSAGE, writer.write(event.start(EventKind.KERNEL_IGET, 1)));
            assertEquals(
                    Outcome.LOSS_TOLD,
                    writer.write(event.start(EventKind.LOST, 1).count(3)));
            // of a cut message without a time, no block says how much there is
            Event cut = request(100);
            Event untimed = new Event()
                    .start(EventKind.REQUEST, 1)
                    .opcode(Opcode.WRITE.number())
                    .sizeBytes(100);
            untimed.message().set(cut.message().bytes(), 0, 60);
            assertEquals(Outcome.MESSAGE_CUT, writer.write(untimed));
        }
        List<Event> events = Talks.read(out.toByteArray(), context);
        assertTrue(events.size() == 1
                && events.get(0).count() == 3
                && !events.get(0).hasTimeNs());
    }
}
