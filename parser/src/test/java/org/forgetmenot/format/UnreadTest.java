// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.TestCaptures;
import org.junit.jupiter.api.Test;

/** What is not read says so in one line, and what is read is never taken for it. */
class UnreadTest {
    private static void refused(String word, String... lines) {
        String text = Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
        CaptureException refused = assertThrows(CaptureException.class, () -> TestCaptures.open(text));
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
        assertTrue(refused.getMessage().indexOf('\n') < 0);
    }

    @Test
    void functionGraph() {
        refused(
                "function_graph",
                "# tracer: function_graph",
                "#",
                "# CPU  DURATION                  FUNCTION CALLS",
                "# |     |   |                     |   |   |   |",
                " 0)               |  fuse_lookup() {",
                " 0)   1.382 us    |    fuse_alloc_forget();",
                " 0) + 49.370 us   |  }");
        refused("function_graph", " 0)   1.382 us    |    fuse_alloc_forget();", " 0) + 49.370 us   |  }");
        refused("function_graph", " 1)    sh-4802     |   0.616 us    |    d_free();");
        refused("function_graph", "  12.345678 |   0)               |  fuse_lookup() {");
    }

    @Test
    void fuseTracer() {
        refused(
                "fuse-tracer",
                "[4711] LOOKUP (Len: 44 - Request ID: 6 - UID: 0 - GID: 0 - PID: 812): ",
                "    - In Arg 0: foo",
                "    - (no out args)");
    }

    @Test
    void bazilAsJson() {
        refused(
                "bazil.org/fuse",
                "{\"Header\":{\"Conn\":{},\"ID\":2,\"Node\":1,\"Uid\":0,\"Gid\":0,\"Pid\":812},\"Name\":\"foo\"}");
    }

    @Test
    void bareNumbers() {
        refused("numbers", "Attaching 1 probe...", "5 1", "7 3");
        refused("numbers", "5, 0x1", "ffff888101a2e000, 3", "");
    }

    @Test
    void hostileTextsTakeNoTime() {
        for (String part : List.of("1", " ", "1 ", "\n", "0) ", "a(", "[1", "Attaching 1 probe...\n")) {
            String text = part.repeat(Prefix.MAX_BYTES / part.length()) + "!";
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> assertThrows(CaptureException.class, () -> TestCaptures.open(text)));
        }
    }

    @Test
    void otherTextsAreNoneOfThese() {
        for (String text : List.of("hello\n", "5 files were found\n", "2026 11 22 13:00:56 it began\n")) {
            CaptureException refused = assertThrows(CaptureException.class, () -> TestCaptures.open(text));
            assertTrue(refused.getMessage().contains("not a capture that forgetmenot knows"), refused.getMessage());
        }
    }
}
