// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import static org.forgetmenot.format.virtiofsd.LogCase.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.api.Test;

/** Lines of every version of the C virtiofsd, and what carries them. */
class VirtiofsdLineTest {
    private static final String[] LOOKUP = {
        "unique: 4, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 77",
        "lo_lookup(parent=1, name=foo)",
        "  1/foo -> 2",
        "   unique: 4, success, outsize: 144"
    };

    private static LogCase read(String... lines) throws IOException {
        return LogCase.read(C, lines);
    }

    private static String[] wrapped(String before, String after) {
        String[] lines = LOOKUP.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] = before + lines[i] + after;
        }
        return lines;
    }

    private static List<String> lookup(String time) {
        return List.of(
                "REQUEST@1" + time + " unique=4 opcode=1 nodeid=1 pid=77 size=44",
                "ENTRY@3" + time + " unique=4 opcode=1 nodeid=2 parent=1 name=foo",
                "REPLY@4" + time + " unique=4 opcode=1 nodeid=1 size=144 error=0 name=foo");
    }

    @Test
    void readsEveryVersionAndWrapper() throws IOException {
        String[][] forms = {
            {"", "", ""},
            {"[13316825985314] [ID: 00000004] ", "", "13316825985314"},
            {"[ID: 00000071] ", "", ""},
            {"[2020-12-20 00:32:08.64+0100] [ID: 00000006] ", "", "1608420728640000000"},
            {"[2026-11-22 12:27:17.592813+0000] [ID: 00015839] ", "", "1795350437592813000"},
            {"[2026-11-22 12:27:17.592813+0000] [ID: 00015839] ", "\r", "1795350437592813000"},
            {"Jul 06 15:29:27 fedora virtiofsd[20943]: ", "", ""},
            {"Jul 06 15:29:27 fedora virtiofsd[20943]: [ID: 00000071] ", "", ""},
            {
                "time=\"2019-08-29T08:42:55.396799892Z\" level=debug msg=\"",
                "\" ID=abc source=virtiofsd subsystem=qemu",
                "1567068175396799892"
            },
            {"2024-01-01T00:00:00.000000000Z stderr F [ID: 00000004] ", "", "1704067200000000000"},
            {"{\"log\":\"[13316825985314] [ID: 00000004] ", "\\n\",\"stream\":\"stderr\"}", "13316825985314"},
            {"\u001b[32mvirtiofsd\u001b[0m", "", null},
            {"    [13316825985314] [ID: 00000004] ", "", "13316825985314"},
        };
        for (String[] form : forms) {
            LogCase log = read(wrapped(form[0], form[1]));
            if (form[2] == null) {
                assertEquals(4, log.diagnostics().count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
                continue;
            }
            assertEquals(lookup(form[2].isEmpty() ? "" : " time=" + form[2]), log.texts(), form[0]);
            assertEquals(0, log.oddities(), form[0]);
        }
    }

    @Test
    void readsStrangeNames() throws IOException {
        LogCase log = read("  1/a -> 7 -> 2", "  1/ -> -1", "  -5/a (b), \\x\t -> 18446744073709551615", "  1/ü -> 3");
        assertEquals(
                List.of(
                        "ENTRY@1 nodeid=2 parent=1 name=a -> 7",
                        "ENTRY@2 nodeid=18446744073709551615 parent=1",
                        "ENTRY@3 nodeid=18446744073709551615 parent=18446744073709551611 name=a (b), \\\\x\\x09",
                        "ENTRY@4 nodeid=3 parent=1 name=ü"),
                log.texts());
    }

    @Test
    void givesAFailedLookupItsName() throws IOException {
        LogCase log = read(
                "unique: 8, opcode: LOOKUP (1), nodeid: 1, insize: 45, pid: 77",
                "lo_lookup(parent=1, name=no) pe)",
                "   unique: 8, error: -2 (No such file or directory), outsize: 16");
        assertEquals(
                "REPLY@3 unique=8 opcode=1 nodeid=1 size=16 error=18446744073709551614 name=no) pe",
                log.texts().get(1));
    }

    @Test
    void countsADoubledArrowOnce() throws IOException {
        for (String opcode : List.of("MKDIR (9)", "MKNOD (8)", "SYMLINK (6)")) {
            LogCase log = read(
                    "unique: 10, opcode: " + opcode + ", nodeid: 1, insize: 53, pid: 77",
                    "  1/newd -> 4",
                    "  1/newd -> 4",
                    "   unique: 10, success, outsize: 144");
            assertEquals(List.of(EventKind.REQUEST, EventKind.ENTRY, EventKind.REPLY), log.kinds());
        }
        LogCase plus = read(
                "unique: 10, opcode: READDIRPLUS (44), nodeid: 1, insize: 53, pid: 77",
                "  1/hard -> 4",
                "  1/link -> 4",
                "  forget 4 2 -1",
                "   unique: 10, success, outsize: 144");
        assertEquals(
                List.of(
                        EventKind.REQUEST,
                        EventKind.ENTRY,
                        EventKind.ENTRY,
                        EventKind.ENTRY_WITHDRAWN,
                        EventKind.REPLY),
                plus.kinds());
        assertEquals(
                "ENTRY_WITHDRAWN@4 unique=10 nodeid=4 count=2 nlookup=1",
                plus.texts().get(3));
    }

    @Test
    void findsTheReplyOfARead() throws IOException {
        String read = "unique: 32, opcode: READ (15), nodeid: 7, insize: 80, pid: 95";
        LogCase log = read(
                read,
                "virtio_send_data_iov: elem 0: with 5 in desc of length 16400",
                "virtio_send_data_iov: preadv ret=16384 len=16384",
                "virtio_send_data_iov: preadv ret=16 len=16");
        assertEquals("REPLY@3 unique=32 opcode=15 nodeid=7 error=0", log.texts().get(1));
        assertEquals(2, log.events().size());
        LogCase failed = read(
                read,
                "virtio_send_data_iov: preadv ret=-1 len=16384",
                "   unique: 32, error: -5 (Input/output error), outsize: 16");
        assertEquals(-5, failed.events().get(1).error());
        assertEquals(0, failed.oddities());
    }

    @Test
    void keepsThreadsApart() throws IOException {
        LogCase log = read(
                "[ID: 00000001] unique: 10, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 7",
                "[ID: 00000002] unique: 12, opcode: MKDIR (9), nodeid: 3, insize: 44, pid: 8",
                "[ID: 00000003] unique: 14, opcode: FORGET (2), nodeid: 9, insize: 48, pid: 0",
                "[ID: 00000001] lo_lookup(parent=1, name=a)",
                "[ID: 00000002]   3/b -> 5",
                "[ID: 00000001]   1/a -> 4",
                "[ID: 00000003]   forget 9 1 -1",
                "[ID: 00000002]   3/b -> 5",
                "[ID: 00000002]    unique: 12, success, outsize: 144",
                "[ID: 00000001]    unique: 10, success, outsize: 144");
        assertEquals(
                List.of(
                        "ENTRY@5 unique=12 opcode=9 nodeid=5 parent=3 name=b",
                        "ENTRY@6 unique=10 opcode=1 nodeid=4 parent=1 name=a",
                        "FORGET@7 unique=14 nodeid=9 count=1 nlookup=1",
                        "REPLY@9 unique=12 opcode=9 nodeid=3 size=144 error=0",
                        "REPLY@10 unique=10 opcode=1 nodeid=1 size=144 error=0 name=a"),
                log.texts().subList(3, 8));
    }

    @Test
    void withoutThreadsForgetsDoNotMixWithTheRest() throws IOException {
        LogCase log = read(
                "unique: 10, opcode: FORGET (2), nodeid: 9, insize: 48, pid: 0",
                "unique: 12, opcode: READDIRPLUS (44), nodeid: 1, insize: 80, pid: 7",
                "  1/a -> 4",
                "  forget 9 1 -1",
                "  forget 4 1 -1",
                "   unique: 12, success, outsize: 16");
        assertEquals(
                "FORGET@4 unique=10 nodeid=9 count=1 nlookup=1", log.texts().get(3));
        assertEquals(
                "ENTRY_WITHDRAWN@5 unique=12 nodeid=4 count=1 nlookup=1",
                log.texts().get(4));
    }

    @Test
    void knowsWhenTheDaemonDoesNotKnowANodeid() throws IOException {
        String forget = "[ID: 00000003] unique: 34, opcode: FORGET (2), nodeid: 2457, insize: 48, pid: 0";
        String other = "[ID: 00000004] unique: 36, opcode: FLUSH (25), nodeid: 1, insize: 64, pid: 1";
        String next = "[ID: 00000003] unique: 38, opcode: FORGET (2), nodeid: 5, insize: 48, pid: 0";
        List<EventKind> found = List.of(EventKind.REQUEST, EventKind.REQUEST, EventKind.FORGET_UNKNOWN);
        assertEquals(found, read(forget, other).kinds());
        assertEquals(
                found,
                read(forget, other, "[ID: 00000003] fv_queue_worker: elem 0 no reply sent")
                        .kinds());
        assertEquals(
                List.of(EventKind.REQUEST, EventKind.FORGET_UNKNOWN, EventKind.REQUEST, EventKind.FORGET),
                read(forget, next, "[ID: 00000003]   forget 5 1 -1").kinds());
        assertEquals(
                "FORGET_UNKNOWN@1 unique=34 nodeid=2457",
                read(forget, other).texts().get(2));
        // nothing follows: perhaps it was cut off
        assertEquals(List.of(EventKind.REQUEST), read(forget).kinds());
        LogCase cut = LogCase.read(C, (forget + "\n" + other + "\n[ID").getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(EventKind.REQUEST, EventKind.REQUEST), cut.kinds());
    }

    @Test
    void clearsTheResendBit() throws IOException {
        LogCase log = read(
                "unique: 9223372036854775812, opcode: LOOKUP (1), nodeid: 18446744073709551615, insize: 44, pid: 4294967295",
                "   unique: 9223372036854775812, success, outsize: 144");
        assertEquals(4, log.events().get(0).unique());
        assertEquals(-1, log.events().get(0).pid());
        assertEquals(1, log.events().get(1).opcode());
    }

    @Test
    void countsDamageAndStrangers() throws IOException {
        LogCase log = read(
                "unique: 4, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 77[ID: 00000002]",
                "unique: 4, opcode: LOOKUP (1), node",
                "   unique: 4, succ",
                "   unique: 4, error: -2 (No such",
                "  1/foo - 2",
                "  1/foo -> 2x",
                "  forget 2 1",
                "lo_lookup(parent=1, name=foo",
                "hello",
                "",
                "virtio_loop: Entry");
        assertEquals(List.of(), log.kinds());
        assertEquals(8, log.diagnostics().count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(1, log.diagnostics().count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    @Test
    void survivesManyThreadsAndUnansweredRequests() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= 70_000; i++) {
            log.append("[ID: ").append(i).append("] unique: ").append(i);
            log.append(", opcode: INTERRUPT (36), nodeid: 0, insize: 48, pid: 0\n");
        }
        log.append("[ID: 1]    unique: 70000, success, outsize: 16\n");
        LogCase read = LogCase.read(C, log.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(70_001, read.events().size());
        assertTrue(read.events().get(70_000).hasOpcode());
    }
}
