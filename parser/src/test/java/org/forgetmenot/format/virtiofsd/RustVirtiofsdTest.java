// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import static org.forgetmenot.format.virtiofsd.LogCase.RUST;
import static org.forgetmenot.format.virtiofsd.LogCase.containerOfRust;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.api.Test;

class RustVirtiofsdTest {
    private static final String AT = "[2024-07-08T03:42:34Z DEBUG virtiofsd::server] ";
    private static final String TIME = " time=1720410154000000000";

    private static LogCase read(String... lines) throws IOException {
        return LogCase.read(RUST, lines);
    }

    @Test
    void countsWhatTheLogHolds() throws IOException {
        LogCase log = LogCase.read(RUST, containerOfRust());
        assertEquals(888, log.count(EventKind.REQUEST));
        assertEquals(791, log.count(EventKind.REPLY));
        assertEquals(96, log.count(EventKind.FORGET));
        assertEquals(42, log.count(EventKind.ENTRY));
        assertEquals(0, log.oddities());
        assertEquals(EnumSet.copyOf(RUST.capabilities()), log.reader().capabilities());
        for (Event event : log.events()) {
            assertTrue(event.hasTimeNs() && event.hasUnique());
            assertTrue(event.kind() != EventKind.REPLY || (event.hasOpcode() && event.hasNodeid()));
            assertFalse(event.hasNlookup());
            assertTrue(event.kind() != EventKind.ENTRY || (!event.hasNodeid() && event.hasParent()));
        }
    }

    @Test
    void readsARequestAndItsReply() throws IOException {
        LogCase log = read(
                AT + "Received request: opcode=Lookup (1), inode=1, unique=9223372036854775812, pid=212",
                AT + "Replying OK, header: OutHeader { len: 144, error: 0, unique: 9223372036854775812 }",
                AT + "Received request: opcode=Lookup (1), inode=1, unique=6, pid=212",
                AT + "Replying ERROR, header: OutHeader { error: -2 (No such file or directory), unique: 6, len: 16 }",
                AT + "Received request: opcode=Forget (2), inode=2, unique=8, pid=0",
                "[2024-07-08T03:42:36Z DEBUG virtiofsd::vhost_user] HIPRIO_QUEUE_EVENT");
        assertEquals(
                List.of(
                        "REQUEST@1" + TIME + " unique=4 opcode=1 nodeid=1 pid=212",
                        "ENTRY@2" + TIME + " unique=4 opcode=1 parent=1",
                        "REPLY@2" + TIME + " unique=4 opcode=1 nodeid=1 size=144 error=0",
                        "REQUEST@3" + TIME + " unique=6 opcode=1 nodeid=1 pid=212",
                        "REPLY@4" + TIME + " unique=6 opcode=1 nodeid=1 size=16 error=18446744073709551614",
                        "REQUEST@5" + TIME + " unique=8 opcode=2 nodeid=2 pid=0",
                        "FORGET@5" + TIME + " unique=8 nodeid=2"),
                log.texts());
        assertEquals(0, log.oddities());
    }

    @Test
    void readsEveryPrefix() throws IOException {
        String body = "Received request: opcode=Read (15), inode=41, unique=794, pid=481";
        String[] prefixes = {
            "",
            "[DEBUG virtiofsd::server] ",
            AT,
            "[2024-07-08T03:42:34.123Z DEBUG virtiofsd::server] ",
            "[2024-07-08T03:42:34Z \u001b[34mDEBUG\u001b[0m virtiofsd::server] ",
            "\u001b[90m[\u001b[0m2024-07-08T03:42:34Z \u001b[34mDEBUG\u001b[0m virtiofsd::server\u001b[90m]\u001b[0m ",
            "Jul  8 03:42:34 host virtiofsd[1234]: ",
            "2024-01-01T00:00:00.000000000Z stderr F " + AT,
        };
        for (String prefix : prefixes) {
            LogCase log = read(prefix + body);
            assertEquals(1, log.events().size(), prefix);
            assertEquals(794, log.events().get(0).unique());
            assertEquals(prefix.contains("2024"), log.events().get(0).hasTimeNs(), prefix);
            assertEquals(prefix.contains("2024"), log.reader().capabilities().contains(Capability.TIME), prefix);
        }
    }

    @Test
    void readsTheFirstVersions() throws IOException {
        LogCase log = read(
                "[2022-01-08T03:42:34Z DEBUG virtiofsd::server] Received request: 1",
                "[2022-01-08T03:42:34Z DEBUG virtiofsd::server] Replying OK, header: OutHeader { len: 144, error: 0, unique: 4 }",
                "[2022-01-08T03:42:34Z DEBUG virtiofsd::server] Replying ERROR, header: OutHeader { len: 16, error: -2, unique: 6 }");
        assertEquals(List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY, EventKind.REPLY), log.kinds());
        assertFalse(log.events().get(0).hasUnique());
        assertEquals(-2, log.events().get(3).error());
        assertEquals(
                Set.of(Capability.TIME, Capability.REQUESTS, Capability.ERRORS),
                log.reader().capabilities());
    }

    @Test
    void readsTheUnknownAndTheChatter() throws IOException {
        LogCase log = read(
                AT + "Received unknown request: opcode=52, inode=7",
                "Jul  8 03:42:34 host virtiofsd[1234]: QUEUE_EVENT",
                "Extension received: 1 SecCtx",
                AT + "whatever it says");
        assertEquals(List.of("REQUEST@1" + TIME + " opcode=52 nodeid=7"), log.texts());
        assertEquals(0, log.oddities());
    }

    @Test
    void countsDamageAndStrangers() throws IOException {
        LogCase log = read(
                "Received request: opcode=Lookup (1), inode=1, uni",
                "Received request: opcode=Lookup (1), inode=1, unique=4, pid=2[2024",
                "Received nothing",
                "Replying OK, header: OutHeader { len: 144, error: 0, unique: 4",
                "Replying OK, header: OutHeader { len: 144, len: 0, unique: 4 }",
                "Replying ERROR, header: OutHeader { error: -2 (No such",
                "hello",
                "[x");
        assertEquals(List.of(), log.kinds());
        assertEquals(6, log.diagnostics().count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(2, log.diagnostics().count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    @Test
    void everyTruncationEndsCleanly() throws IOException {
        byte[] whole = Arrays.copyOf(containerOfRust(), 8000);
        List<String> all = LogCase.read(RUST, whole).texts();
        for (int length = 0; length < whole.length; length++) {
            LogCase part = LogCase.read(RUST, Arrays.copyOf(whole, length));
            boolean midLine = length > 0 && whole[length - 1] != '\n';
            assertEquals(midLine ? 1 : 0, part.oddities());
            assertEquals(all.subList(0, part.events().size()), part.texts());
        }
    }

    @Test
    void readsAnEmptyLog() throws IOException {
        assertEquals(
                List.of(),
                LogCase.read(RUST, "".getBytes(StandardCharsets.UTF_8)).kinds());
    }
}
