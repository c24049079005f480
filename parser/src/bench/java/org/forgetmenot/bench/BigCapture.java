// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.forgetmenot.format.Capture;

/** About 64 MB of a capture in memory, so that benchmarks measure no disk. */
final class BigCapture {
    private static final long BYTES = 64L << 20;

    private final byte[] bytes;

    /**
     * @param capture below the project's root; benchmarks run in it or in {@code parser/}
     */
    BigCapture(String capture) throws IOException {
        Path here = Path.of(capture);
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) BYTES + (1 << 20));
        Repeat.write(here.toFile().exists() ? here : Path.of("..").resolve(capture), BYTES, out);
        bytes = out.toByteArray();
    }

    int length() {
        return bytes.length;
    }

    Capture open() throws IOException {
        return Capture.open(Capture.STDIN, null, new ByteArrayInputStream(bytes));
    }
}
