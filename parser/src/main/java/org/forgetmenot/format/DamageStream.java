// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.tukaani.xz.XZIOException;

/** Decompressed data whose damaged end is an end, with a diagnostic, and not an exception. */
final class DamageStream extends FilterInputStream {
    private static final int SKIP_BYTES = 1 << 13;
    /** What a decoder has decoded in a call that meets damage may be lost with it. */
    private static final int STEP_BYTES = 1 << 12;

    private final Diagnostics diagnostics;
    private long offset;
    private boolean damaged;

    DamageStream(InputStream in, Diagnostics diagnostics) {
        super(in);
        this.diagnostics = diagnostics;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (damaged) {
            return -1;
        }
        try {
            int read = super.read(bytes, from, Math.min(length, STEP_BYTES));
            offset += Math.max(read, 0);
            return read;
        } catch (EOFException | ZipException | XZIOException e) {
            return damaged();
        } catch (RuntimeException e) {
            // zstd says so of bad data: MalformedInputException and, from unchecked places, others
            return damaged();
        }
    }

    /** Asks nobody: xz answers this with its last exception. */
    @Override
    public int available() {
        return 0;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(bytes, SKIP_BYTES)]));
    }

    private int damaged() {
        damaged = true;
        diagnostics.report(DiagnosticCode.COMPRESSION_DAMAGED, offset);
        return -1;
    }
}
