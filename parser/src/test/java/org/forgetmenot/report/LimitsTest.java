// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.junit.jupiter.api.Test;

/** A report says how much it left out. */
class LimitsTest {
    private static final int CONNECTIONS_MAX = 1000;
    private static final int SUPERBLOCKS_MAX = 4096;

    private static void check(int times, IntFunction<String> line, int connections, int superblocks)
            throws IOException {
        String text = IntStream.range(0, times).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
        try (Capture capture = TestCaptures.open(
                "{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"test\",\"capabilities\":[]}\n" + text, "ndjson")) {
            Diagnosis diagnosis = Analysis.diagnose(List.of(capture));
            assertEquals(
                    Math.min(times, CONNECTIONS_MAX), diagnosis.connections().size());
            Diagnostics odd = capture.context().diagnostics();
            assertEquals(connections, odd.count(DiagnosticCode.CONNECTIONS_TOO_MANY));
            assertEquals(superblocks, odd.count(DiagnosticCode.SUPERBLOCKS_TOO_MANY));
        }
    }

    @Test
    void connectionsOfAServer() throws IOException {
        IntFunction<String> init = i -> "{\"kind\":\"request\",\"unique\":2,\"opcode\":26,\"nodeid\":0}";
        check(CONNECTIONS_MAX, init, 0, 0);
        check(CONNECTIONS_MAX + 3, init, 3, 0);
    }

    @Test
    void connectionsAndSuperblocksOfAKernel() throws IOException {
        IntFunction<String> root = i -> "{\"kind\":\"kernel-iget\",\"superblock\":" + (i + 1) + ",\"nodeid\":1}";
        check(CONNECTIONS_MAX, root, 0, 0);
        check(SUPERBLOCKS_MAX + 3, root, SUPERBLOCKS_MAX + 3 - CONNECTIONS_MAX, 3);
    }
}
