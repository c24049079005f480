// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.fusedump.FusedumpFormat;
import org.forgetmenot.wire.Bytes;

/** The messages of a real GlusterFS session, and what is read from them in whatever container. */
public final class Talks {
    /** One message. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Message(boolean fromKernel, byte[] bytes) {}

    private static final int RECORD_HEAD = 33;

    private Talks() {}

    static byte[] dump() {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(TestCaptures.sample("gluster/gluster.fusedump.gz")))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages of {@code samples/gluster}. */
    public static List<Message> gluster() {
        byte[] dump = dump();
        List<Message> messages = new ArrayList<>();
        int at = 0;
        while (at < dump.length) {
            int length = Bytes.i32(dump, at + RECORD_HEAD, ByteOrder.LITTLE_ENDIAN);
            int from = at + RECORD_HEAD;
            messages.add(new Message(dump[at] == 'R', Arrays.copyOfRange(dump, from, from + length)));
            at = from + length;
        }
        return messages;
    }

    /** What the fusedump reader gives for them. */
    static List<String> expected() {
        return lines(events(new FusedumpFormat().open(new ByteArrayInputStream(dump()), new ReadContext())));
    }

    /** A connection that carries messages. */
    static TcpTalk talk(TcpTalk talk, List<Message> messages, int segmentBytes) {
        for (Message message : messages) {
            talk.send(message.fromKernel(), message.bytes(), segmentBytes);
        }
        return talk;
    }

    /** A message behind the header of USER0. */
    static byte[] record(Message message, int connection, int queue, ByteOrder order) {
        byte[] record = new byte[FuseRecord.BYTES + message.bytes().length];
        int kind = message.fromKernel() ? FuseRecord.TO_SERVER : FuseRecord.TO_KERNEL;
        FuseRecord.put(record, 0, kind, connection, queue, order);
        System.arraycopy(message.bytes(), 0, record, FuseRecord.BYTES, message.bytes().length);
        return record;
    }

    /** The messages on USER0. */
    static byte[] user0(List<Message> messages, ByteOrder order) {
        return user0(messages.stream().map(m -> record(m, 7, 1, order)).toList());
    }

    /** Packets of USER0. */
    static byte[] user0(List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, FuseRecord.LINK_TYPE, 0)) {
            for (byte[] record : records) {
                writer.packet(1_000_000_007L, record, 0, record.length, record.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static List<Event> read(byte[] pcap, ReadContext context) {
        return events(new PcapFormat().open(new ByteArrayInputStream(pcap), context));
    }

    static List<Event> events(CaptureReader reader) {
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        try {
            while (reader.next(event)) {
                Event copy = new Event();
                copy.copyFrom(event);
                events.add(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    /** All that a message says, and nothing of its container. */
    static List<String> lines(List<Event> events) {
        return events.stream().map(Talks::line).toList();
    }

    static List<Event> of(List<Event> events, EventKind kind) {
        return events.stream().filter(e -> e.kind() == kind).toList();
    }

    private static String line(Event e) {
        StringBuilder line = new StringBuilder(e.kind() + " \"" + e.name() + "\" \"" + e.secondName() + "\"");
        add(line, e.hasUnique(), "unique", e.unique());
        add(line, e.hasOpcode(), "opcode", e.opcode());
        add(line, e.hasNodeid(), "nodeid", e.nodeid());
        add(line, e.hasParent(), "parent", e.parent());
        add(line, e.hasNlookup(), "nlookup", e.nlookup());
        add(line, e.hasError(), "error", e.error());
        add(line, e.hasFh(), "fh", e.fh());
        add(line, e.hasIno(), "ino", e.ino());
        add(line, e.hasMode(), "mode", e.mode());
        add(line, e.hasGeneration(), "generation", e.generation());
        add(line, e.hasSizeBytes(), "size", e.sizeBytes());
        add(line, e.hasProtocolMinor(), "minor", e.protocolMinor());
        return line.toString();
    }

    private static void add(StringBuilder line, boolean known, String what, long value) {
        if (known) {
            line.append(' ').append(what).append(' ').append(value);
        }
    }
}
