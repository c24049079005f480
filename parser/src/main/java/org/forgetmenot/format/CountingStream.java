// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read, for progress; the count may be asked from another thread. */
final class CountingStream extends FilterInputStream {
    private volatile long count;

    CountingStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        add(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        add(Math.max(read, 0));
        return read;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream, others only look
    private void add(int bytes) {
        count += bytes;
    }

    long count() {
        return count;
    }
}
