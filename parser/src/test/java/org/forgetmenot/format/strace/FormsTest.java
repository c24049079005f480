// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.requestlog.ReadLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One real session as strace would have printed it with other options, and by a daemon that uses other calls. */
class FormsTest {
    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("--arg-names", "read\\(4, (\".*\"|0x\\w+), (\\d+)\\)", "read(fd=4, buf=$1, count=$2)"),
                Arguments.of("--arg-names", "writev\\(4, \\[(.*)], (\\d)\\)", "writev(fd=4, iov=[$1], iovcnt=$2)"),
                Arguments.of("-Y", "^29434 ", "29434<passthrough_ll> "),
                Arguments.of("-y", "\\(4, ", "(4</dev/fuse>, "),
                Arguments.of(
                        "-yy -xx",
                        "\\(4, ",
                        "(4<\\\\x2f\\\\x64\\\\x65\\\\x76\\\\x2f\\\\x66\\\\x75\\\\x73\\\\x65<char 10:229>>, "),
                Arguments.of("-T", "$", " <0.000023>"),
                Arguments.of("stderr", "^29434 ", "[pid 29434] "),
                Arguments.of("readv", "read\\(4, (\".*\"), (\\d+)\\)", "readv(4, [{iov_base=$1, iov_len=$2}], 1)"),
                Arguments.of("preadv", "read\\(4, (\".*\"), (\\d+)\\)", "preadv(4, [{iov_base=$1, iov_len=$2}], 1, 0)"),
                Arguments.of("pwritev", "writev\\(4, \\[(.*)], (\\d)\\)", "pwritev(4, [$1], $2, 0)"),
                Arguments.of(
                        "preadv2", "read\\(4, (\".*\"), (\\d+)\\)", "preadv2(4, [{iov_base=$1, iov_len=$2}], 1, 0, 0)"),
                Arguments.of("unfinished", "read\\(4, (\".*\"), (\\d+)\\)", "<... read resumed>$1, $2)"),
                Arguments.of("unfinished, 5.1", "read\\(4, (\".*\"), (\\d+)\\)", "<... read resumed> $1, $2)"),
                Arguments.of(
                        "unfinished preadv",
                        "read\\(4, (\".*\"), (\\d+)\\)",
                        "<... preadv resumed>[{iov_base=$1, iov_len=$2}], 1, 0)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsTheSame(String option, String from, String to) throws IOException {
        List<String> lines = new String(ReadLog.bytes("strace-st1.txt.gz"), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        StringBuilder changed = new StringBuilder();
        for (String line : lines) {
            String other = line.replaceFirst(from, to);
            if (other.contains("resumed>")) {
                changed.append(line, 0, line.indexOf("read(")).append(other.contains("preadv") ? "preadv" : "read");
                changed.append("(4,  <unfinished ...>\n");
            }
            changed.append(other).append('\n');
        }
        assertTrue(changed.length() > String.join("\n", lines).length() + 1, "nothing was changed");
        assertEquals(events(String.join("\n", lines) + "\n"), events(changed.toString()));
    }

    private static List<String> events(String text) throws IOException {
        try (Capture capture = Capture.open(
                Capture.STDIN, null, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))) {
            assertEquals("strace", capture.format().id());
            return TestCaptures.events(capture).stream()
                    .map(e -> ReadLog.text(e).replaceFirst("@\\d+", ""))
                    .toList();
        }
    }
}
