// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;

/** Real files as bytes that a test may damage. */
final class TestTraces {
    private TestTraces() {}

    static byte[] bytes(String resource) throws IOException {
        Path file = TestCaptures.resource(resource);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return in.readAllBytes();
        }
    }

    static Capture open(byte[] bytes) throws IOException {
        return Capture.open(Capture.STDIN, "trace.dat", new ByteArrayInputStream(bytes));
    }
}
