// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is cut or flipped is an end or a diagnostic, never an exception. */
class DamageTest {
    private static final int FLIPS = 400;

    @ParameterizedTest
    @CsvSource({
        "gofuse, grammar/go-fuse-2018.log",
        "gofuse, grammar/go-fuse-2.0.log",
        "gofuse, grammar/go-fuse-2.8.log",
        "bazil, grammar/bazil.log",
        "fuser, grammar/fuser.log",
        "fuser, grammar/mountpoint-s3.log",
        "backend-rs, grammar/nydus.log",
        "jacobsa, grammar/gcsfuse.log",
        "jacobsa-wire, grammar/gcsfuse-wire.json",
        "bpftrace, grammar/bpftrace.txt",
        "bpftrace, grammar/bpftrace.json",
    })
    void survivesCutsAndFlips(String dialect, String capture) throws IOException {
        byte[] whole = ReadLog.bytes(capture);
        List<String> all = ReadLog.read(dialect, whole).texts();
        assertTrue(all.size() > 1);
        for (int length = 0; length < whole.length; length++) {
            ReadLog part = ReadLog.read(dialect, Arrays.copyOf(whole, length));
            assertEquals(all.subList(0, part.events().size()), part.texts(), "cut at " + length);
            if (!dialect.equals("jacobsa-wire")) {
                boolean midLine = length > 0 && whole[length - 1] != '\n';
                assertEquals(midLine ? 1 : 0, part.count(DiagnosticCode.CUT_SHORT), "cut at " + length);
            }
        }
        Random random = new Random(42);
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = whole.clone();
            for (int j = 0; j <= i % 8; j++) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            ReadLog.read(dialect, flipped);
        }
    }
}
