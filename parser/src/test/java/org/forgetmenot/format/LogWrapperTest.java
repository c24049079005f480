// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogWrapperTest {
    private final LogWrapper wrapper = new LogWrapper();

    private String peel(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        wrapper.peel(bytes, 0, bytes.length);
        return new String(wrapper.bytes(), wrapper.start(), wrapper.end() - wrapper.start(), StandardCharsets.UTF_8);
    }

    @Test
    void leavesBareLinesAlone() {
        for (String line : new String[] {
            "",
            " ",
            "  1/foo -> 2",
            "   unique: 62, success, outsize: 16",
            "unique: 3, opcode: LOOKUP (1)",
            "lo_lookup(parent=1, name=x)",
            "max_write=0x00100000",
            "time_gran=1",
            "[13316825985314] [ID: 00000004] x",
            "Jul",
            "May the source",
            "2024",
            "{}",
            "{\"log\":1}",
            "msg",
            "level=debug nothing here"
        }) {
            assertEquals(line, peel(line));
            assertEquals(false, wrapper.hasTime());
        }
    }

    @Test
    void peelsSyslogAndJournald() {
        assertEquals("  forget 2 2 -2", peel("Jul 06 15:29:27 fedora virtiofsd[20943]:   forget 2 2 -2"));
        assertEquals("[ID: 00000071] x", peel("Jul  6 15:29:27.123456 host virtiofsd: [ID: 00000071] x"));
        assertEquals(false, wrapper.hasTime());
        assertEquals("x y", peel("2024-07-06T15:29:27+0200 host virtiofsd[7]: x y"));
        assertEquals(true, wrapper.hasTime());
        assertEquals(1720272567L * 1_000_000_000L, wrapper.epochNs());
        assertEquals("", peel("Jul 06 15:29:27 host virtiofsd[7]:"));
    }

    @Test
    void peelsContainersAndKubernetes() {
        assertEquals("unique: 3", peel("2024-01-01T00:00:00.000000001Z stderr F unique: 3"));
        assertEquals(1704067200L * 1_000_000_000L + 1, wrapper.epochNs());
        assertEquals("   unique: 3", peel("2024-01-01T00:00:00.000000000Z    unique: 3"));
        assertEquals("[a] b", peel("{\"log\":\"[a] b\\n\",\"stream\":\"stderr\",\"time\":\"2024-01-01T00:00:00Z\"}"));
        assertEquals(1704067200L * 1_000_000_000L, wrapper.epochNs());
        assertEquals("a\"b", peel("{ \"MESSAGE\" : 1, \"msg\": \"a\\\"b\" }"));
    }

    @Test
    void unescapesLogfmt() {
        String kata =
                "time=\"2019-08-29T08:42:55.397Z\" level=debug msg=\"  1/a \\\"b\\\" \\\\ \\x41\\u00e9\\t -> 2\" ID=x";
        assertEquals("  1/a \"b\" \\ A\u00e9\t -> 2", peel(kata));
        assertEquals(true, wrapper.hasTime());
        assertEquals("short", peel("level=info msg=short source=virtiofsd"));
        assertEquals("\ud83d\ude00!", peel("msg=\"\\ud83d\\ude00!\""));
        assertEquals("uZ xZ \\", peel("msg=\"\\uZ \\xZ \\"));
    }

    @Test
    void peelsWrappersInsideWrappers() {
        assertEquals(
                "  1/x -> 2",
                peel("Jul 06 15:29:27 h kata[1]: time=\"2019-08-29T08:42:55Z\" level=debug msg=\"  1/x -> 2\" a=b"));
        assertEquals(
                "un \"q\"",
                peel("{\"log\":\"time=\\\"2019-08-29T08:42:55Z\\\" msg=\\\"un \\\\\\\"q\\\\\\\"\\\" a=b\\n\"}"));
    }

    @Test
    void takesColoursOff() {
        assertEquals(
                "[2024-07-08T03:42:34Z DEBUG virtiofsd::server] Re",
                peel(
                        "\u001b[90m[\u001b[0m2024-07-08T03:42:34Z \u001b[34mDEBUG\u001b[0m virtiofsd::server\u001b[90m]\u001b[0m Re"));
        assertEquals("[2024 DEBUG x] y", peel("[2024 \u001b[1;34mDEBUG\u001b[0m x] y\u001b["));
        assertEquals("[ID: 1] x", peel("    [ID: 1] x"));
    }
}
