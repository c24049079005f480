// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import static org.forgetmenot.event.EventKind.ENTRY;
import static org.forgetmenot.event.EventKind.FORGET;
import static org.forgetmenot.event.EventKind.NOTIFY;
import static org.forgetmenot.event.EventKind.OTHER;
import static org.forgetmenot.event.EventKind.REPLY;
import static org.forgetmenot.event.EventKind.REQUEST;
import static org.forgetmenot.format.message.Messages.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final long D = 0x55b4bdc7cca0L;
    private static final long A = 0x55b4bdc7ce00L;

    private final Diagnostics diagnostics = new Diagnostics();
    private final MessageDecoder decoder = new MessageDecoder(diagnostics);

    private List<Event> kernel(byte[] message) {
        decoder.fromKernel(message, 0, message.length, 7);
        return take();
    }

    private List<Event> server(byte[] message) {
        decoder.fromServer(message, 0, message.length, 7);
        return take();
    }

    private List<Event> take() {
        List<Event> events = new ArrayList<>();
        Event event = new Event();
        while (decoder.next(event)) {
            Event copy = new Event();
            copy.copyFrom(event);
            events.add(copy);
        }
        return events;
    }

    private static List<EventKind> kinds(List<Event> events) {
        return events.stream().map(Event::kind).toList();
    }

    private void assertQuiet() {
        assertEquals(List.of(), diagnostics.rows());
    }

    private static byte[] request(int opcode, long unique, long nodeid, byte[] args) {
        byte[] message = new byte[InHeader.BYTES + args.length];
        Bytes.put32(message, InHeader.LEN, LE, message.length);
        Bytes.put32(message, InHeader.OPCODE, LE, opcode);
        Bytes.put64(message, InHeader.UNIQUE, LE, unique);
        Bytes.put64(message, InHeader.NODEID, LE, nodeid);
        System.arraycopy(args, 0, message, InHeader.BYTES, args.length);
        return message;
    }

    private static byte[] reply(int error, long unique, byte[] payload) {
        byte[] message = new byte[OutHeader.BYTES + payload.length];
        Bytes.put32(message, OutHeader.LEN, LE, message.length);
        Bytes.put32(message, OutHeader.ERROR, LE, error);
        Bytes.put64(message, OutHeader.UNIQUE, LE, unique);
        System.arraycopy(payload, 0, message, OutHeader.BYTES, payload.length);
        return message;
    }

    @Test
    void lookupThatFails() {
        Event request = kernel(bytes(Messages.LOOKUP)).get(0);
        assertEquals(REQUEST, request.kind());
        assertEquals(6, request.unique());
        assertEquals(Opcode.LOOKUP.number(), request.opcode());
        assertEquals(1, request.nodeid());
        assertEquals(29450, request.pid());
        assertEquals("d", request.name().toString());
        assertEquals(42, request.sizeBytes());
        assertEquals(42, request.message().length());
        assertEquals(7, request.position());
        assertFalse(request.hasTimeNs());
        List<Event> reply = server(bytes(Messages.ENOENT));
        assertEquals(List.of(REPLY), kinds(reply));
        assertEquals(-2, reply.get(0).error());
        assertEquals(Opcode.LOOKUP.number(), reply.get(0).opcode());
        assertEquals(1, reply.get(0).nodeid());
        assertQuiet();
    }

    @Test
    void mkdirHandsOutAnEntry() {
        kernel(bytes(Messages.MKDIR));
        List<Event> events = server(bytes(Messages.MKDIR_ENTRY));
        assertEquals(List.of(ENTRY, REPLY), kinds(events));
        Event entry = events.get(0);
        assertEquals(8, entry.unique());
        assertEquals(D, entry.nodeid());
        assertEquals(1, entry.parent());
        assertEquals("d", entry.name().toString());
        assertTrue(entry.hasGeneration());
        assertEquals(0, entry.generation());
        assertEquals(0x2525c7, entry.ino());
        assertEquals(0040755, entry.mode());
        assertTrue(entry.hasAttrFlags());
        assertEquals(0, events.get(1).error());
        assertEquals(0x90, events.get(1).sizeBytes());
        assertQuiet();
    }

    @Test
    void createHandsOutAnEntryAndAHandle() {
        Event request = kernel(bytes(Messages.CREATE)).get(0);
        assertEquals("a", request.name().toString());
        assertEquals(D, request.nodeid());
        List<Event> events = server(bytes(Messages.CREATE_ENTRY));
        assertEquals(List.of(ENTRY, REPLY), kinds(events));
        assertEquals(A, events.get(0).nodeid());
        assertEquals(D, events.get(0).parent());
        assertEquals(8, events.get(1).fh());
        assertQuiet();
    }

    @Test
    void readdirplusCountsOnlyRealEntries() {
        Event request = kernel(bytes(Messages.READDIRPLUS)).get(0);
        assertEquals(0x55b4bdc7cf60L, request.fh());
        List<Event> events = server(bytes(Messages.READDIRPLUS_ENTRIES));
        assertEquals(List.of(ENTRY, REPLY), kinds(events));
        assertEquals(A, events.get(0).nodeid());
        assertEquals("a", events.get(0).name().toString());
        assertEquals(D, events.get(0).parent());
        assertEquals(0x2525c8, events.get(0).ino());
        assertQuiet();
    }

    @Test
    void readdirplusStopsWhereTheKernelStops() {
        // namelen lies at 16 + 144 of the first record
        for (int namelen : new int[] {0, 1025, -1, 1 << 30}) {
            kernel(bytes(Messages.READDIRPLUS));
            byte[] damaged = bytes(Messages.READDIRPLUS_ENTRIES);
            Bytes.put32(damaged, 160, LE, namelen);
            assertEquals(List.of(REPLY), kinds(server(damaged)));
        }
        kernel(bytes(Messages.READDIRPLUS));
        byte[] slash = bytes(Messages.READDIRPLUS_ENTRIES);
        slash[16 + 2 * 160 + 152] = '/';
        assertEquals(List.of(REPLY), kinds(server(slash)));
        assertEquals(5, diagnostics.count(DiagnosticCode.MESSAGE_DAMAGED));
    }

    @Test
    void forgets() {
        List<Event> one = kernel(bytes(Messages.FORGET));
        assertEquals(List.of(REQUEST, FORGET), kinds(one));
        assertEquals(A, one.get(1).nodeid());
        assertEquals(4, one.get(1).nlookup());
        assertEquals(60, one.get(1).unique());
        List<Event> batch = kernel(bytes(Messages.BATCH_FORGET));
        assertEquals(List.of(REQUEST, FORGET, FORGET), kinds(batch));
        assertEquals(A, batch.get(1).nodeid());
        assertEquals(4, batch.get(1).nlookup());
        assertEquals(D, batch.get(2).nodeid());
        assertEquals(1, batch.get(2).nlookup());
        assertQuiet();
    }

    @Test
    void batchForgetThatLiesAboutItsCount() {
        for (int count : new int[] {-1, 3, 1, 0}) {
            byte[] batch = bytes(Messages.BATCH_FORGET);
            Bytes.put32(batch, InHeader.BYTES, LE, count);
            assertEquals(1 + Math.min(count & 3, 2), kernel(batch).size());
        }
        assertEquals(4, diagnostics.count(DiagnosticCode.MESSAGE_DAMAGED));
        byte[] cut = Arrays.copyOf(bytes(Messages.FORGET), 44);
        Event forget = kernel(cut).get(1);
        assertEquals(A, forget.nodeid());
        assertFalse(forget.hasNlookup());
    }

    @Test
    void aResendIsNoSecondRequest() {
        byte[] lookup = bytes(Messages.MKDIR);
        kernel(lookup);
        byte[] again = lookup.clone();
        Bytes.put64(again, InHeader.UNIQUE, LE, 8 | InHeader.UNIQUE_RESEND);
        List<Event> events = kernel(again);
        assertEquals(List.of(OTHER), kinds(events));
        assertEquals(8, events.get(0).unique());
        byte[] entry = bytes(Messages.MKDIR_ENTRY);
        Bytes.put64(entry, OutHeader.UNIQUE, LE, 8 | InHeader.UNIQUE_RESEND);
        assertEquals(List.of(ENTRY, REPLY), kinds(server(entry)));
        assertQuiet();
        // nobody saw the first: then this is the request
        assertEquals(List.of(REQUEST), kinds(kernel(again)));
    }

    @Test
    void repliesWithoutRequest() {
        List<Event> entry = server(bytes(Messages.MKDIR_ENTRY));
        assertEquals(List.of(ENTRY, REPLY), kinds(entry));
        assertFalse(entry.get(0).hasParent());
        assertTrue(entry.get(0).name().isEmpty());
        assertFalse(entry.get(1).hasOpcode());
        assertEquals(List.of(ENTRY, REPLY), kinds(server(bytes(Messages.CREATE_ENTRY))));
        byte[] noMode = bytes(Messages.MKDIR_ENTRY);
        Bytes.put32(noMode, 116, LE, 0755);
        assertEquals(List.of(REPLY), kinds(server(noMode)));
        assertEquals(List.of(REPLY), kinds(server(bytes(Messages.READDIRPLUS_ENTRIES))));
        assertEquals(4, diagnostics.count(DiagnosticCode.REPLY_WITHOUT_REQUEST));
    }

    @Test
    void interruptAndItsAnswer() {
        byte[] target = new byte[8];
        target[0] = 8;
        Event request = kernel(request(36, 9, 0, target)).get(0);
        assertEquals(8, request.targetUnique());
        Event reply = server(reply(-11, 9, new byte[0])).get(0);
        assertEquals(Opcode.INTERRUPT.number(), reply.opcode());
        assertQuiet();
    }

    @Test
    void argumentsOfMoreOpcodes() {
        byte[] link = request(13, 2, 5, bytes("0900000000000000 # oldnodeid\n 6e00 # newname"));
        assertEquals(9, kernel(link).get(0).otherNodeid());
        byte[] rename = request(45, 4, 5, bytes("0600000000000000 00000000 00000000 6100 626200"));
        Event renamed = kernel(rename).get(0);
        assertEquals(6, renamed.otherNodeid());
        assertEquals("a", renamed.name().toString());
        assertEquals("bb", renamed.secondName().toString());
        byte[] symlink = request(6, 6, 5, bytes("6c00 2f7400 0000000000"));
        assertEquals("/t", kernel(symlink).get(0).secondName().toString());
        byte[] tmpfile = request(51, 8, 5, bytes("00".repeat(16) + "2f00"));
        assertTrue(kernel(tmpfile).get(0).name().isEmpty());
        byte[] getattr = request(3, 10, 5, bytes("01000000 00000000 2a00000000000000"));
        assertEquals(42, kernel(getattr).get(0).fh());
        getattr[InHeader.BYTES] = 0;
        assertFalse(kernel(getattr).get(0).hasFh());
        byte[] shortXattr = request(21, 12, 5, bytes("01000000 00000000 757365722e6100 78"));
        assertEquals("user.a", kernel(shortXattr).get(0).name().toString());
        byte[] longXattr = request(21, 14, 5, bytes("01000000 00000000 01000000 00000000 757365722e6200 78"));
        assertEquals("user.b", kernel(longXattr).get(0).name().toString());
        assertQuiet();
        assertEquals(List.of(REQUEST), kinds(kernel(request(99, 16, 5, new byte[3]))));
        assertEquals(1, diagnostics.count(DiagnosticCode.UNKNOWN_OPCODE));
    }

    @Test
    void initSettlesTheMinorAndForgetsWhatWasInFlight() {
        kernel(bytes(Messages.MKDIR));
        byte[] in = new byte[InitIn.BYTES];
        Bytes.put32(in, InitIn.MAJOR, LE, 7);
        Bytes.put32(in, InitIn.MINOR, LE, 45);
        assertEquals(45, kernel(request(26, 2, 0, in)).get(0).protocolMinor());
        Event reply = server(reply(0, 2, bytes("07000000 08000000" + "00".repeat(16))))
                .get(0);
        assertEquals(8, reply.protocolMinor());
        // 7.8: entries are 120 bytes and have no flags, GETATTR has no arguments
        kernel(request(1, 4, 1, bytes("6400")));
        List<Event> events = server(reply(0, 4, Arrays.copyOfRange(bytes(Messages.MKDIR_ENTRY), 16, 16 + 120)));
        assertEquals(List.of(ENTRY, REPLY), kinds(events));
        assertEquals(0040755, events.get(0).mode());
        assertFalse(events.get(0).hasAttrFlags());
        kernel(request(3, 6, 1, new byte[0]));
        assertQuiet();
        server(bytes(Messages.MKDIR_ENTRY));
        assertEquals(1, diagnostics.count(DiagnosticCode.REPLY_WITHOUT_REQUEST));
    }

    @Test
    void notifications() {
        Event entry = server(reply(3, 0, bytes("0500000000000000 01000000 00000000 6100")))
                .get(0);
        assertEquals(NOTIFY, entry.kind());
        assertEquals(3, entry.count());
        assertEquals(5, entry.parent());
        assertEquals("a", entry.name().toString());
        Event delete = server(reply(6, 0, bytes("0500000000000000 0600000000000000 01000000 00000000 6100")))
                .get(0);
        assertEquals(6, delete.nodeid());
        assertEquals(5, delete.parent());
        assertEquals(
                9,
                server(reply(2, 0, bytes("0900000000000000" + "00".repeat(16))))
                        .get(0)
                        .nodeid());
        assertQuiet();
        server(reply(3, 0, bytes("0500000000000000 ffffff7f 00000000 6100")));
        server(reply(99, 0, new byte[0]));
        assertEquals(2, diagnostics.count(DiagnosticCode.MESSAGE_DAMAGED));
    }

    @Test
    void shortMessagesKeepWhatIsKnown() {
        Event request = kernel(Arrays.copyOf(bytes(Messages.LOOKUP), 20)).get(0);
        assertEquals(Opcode.LOOKUP.number(), request.opcode());
        assertFalse(request.hasNodeid());
        assertEquals(List.of(), kernel(new byte[12]));
        assertEquals(List.of(), server(new byte[15]));
        kernel(bytes(Messages.MKDIR));
        List<Event> events = server(Arrays.copyOf(bytes(Messages.MKDIR_ENTRY), 30));
        assertEquals(List.of(ENTRY, REPLY), kinds(events));
        assertEquals(D, events.get(0).nodeid());
        assertFalse(events.get(0).hasGeneration());
        assertEquals(0x90, events.get(1).sizeBytes());
    }

    @Test
    void lostRepliesDoNotPileUp() {
        for (int i = 1; i <= 3 * InFlight.REQUESTS_MAX; i++) {
            kernel(request(17, 2L * i, 1, new byte[0]));
            assertEquals(i > InFlight.REQUESTS_MAX, decoder.hidesCounts());
        }
        assertEquals(2L * InFlight.REQUESTS_MAX, diagnostics.count(DiagnosticCode.REQUESTS_TOO_MANY));
        server(reply(0, 2, new byte[80]));
        assertEquals(1, diagnostics.count(DiagnosticCode.REPLY_WITHOUT_REQUEST));
        server(reply(0, 6L * InFlight.REQUESTS_MAX, new byte[80]));
        assertEquals(1, diagnostics.count(DiagnosticCode.REPLY_WITHOUT_REQUEST));
    }
}
