// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.forgetmenot.event.Event;
import org.junit.jupiter.api.Test;

/** What a reader's table has no room for is counted, and not before the table is full. */
class OverflowTest {
    private static final String LOOKUP =
            "\\x2c\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00" + "\\x01"
                    + "\\x00".repeat(23) + "dir\\x00";

    private static long count(DiagnosticCode code, String dialect, int lines, IntFunction<String> line)
            throws IOException {
        String log = IntStream.range(0, lines).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
        ReadContext context = new ReadContext();
        CaptureReader reader = Formats.byId(dialect)
                .orElseThrow()
                .open(new ByteArrayInputStream(log.getBytes(StandardCharsets.US_ASCII)), context);
        Event event = new Event();
        while (reader.next(event)) {
            // only the counts matter
        }
        return context.diagnostics().count(code);
    }

    private static void check(DiagnosticCode code, String dialect, int room, IntFunction<String> line)
            throws IOException {
        assertEquals(0, count(code, dialect, room, line));
        assertEquals(3, count(code, dialect, room + 3, line));
    }

    @Test
    void requestsWithoutReply() throws IOException {
        check(DiagnosticCode.REQUESTS_TOO_MANY, "gofuse", 1 << 16, i -> "rx " + (2 * i + 2) + ": LOOKUP n1 [\"a\"] 2b");
    }

    @Test
    void requestsThatLinesWithoutUniqueMayBelongTo() throws IOException {
        check(
                DiagnosticCode.REQUESTS_TOO_MANY,
                "libfuse",
                256,
                i -> "unique: " + (2 * i + 2) + ", opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 1");
    }

    @Test
    void threadsOfADaemon() throws IOException {
        check(
                DiagnosticCode.TASKS_TOO_MANY,
                "virtiofsd-c",
                1 << 12,
                i -> String.format(
                        "[ID: %08d] unique: %d, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 1", i, 2 * i));
    }

    @Test
    void descriptors() throws IOException {
        check(DiagnosticCode.TASKS_TOO_MANY, "strace", 1 << 12, i -> "read(" + i + ", \"" + LOOKUP + "\", 65536) = 44");
    }

    @Test
    void callsThatDoNotEnd() throws IOException {
        IntFunction<String> line = i -> (i + 1) + " read(4</dev/fuse>,  <unfinished ...>";
        assertEquals(0, count(DiagnosticCode.TASKS_TOO_MANY, "strace", 1 << 14, line));
        assertEquals(1 << 14, count(DiagnosticCode.TASKS_TOO_MANY, "strace", (1 << 14) + 1, line));
    }
}
