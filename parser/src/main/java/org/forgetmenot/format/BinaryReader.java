// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A window that slides over a binary stream: {@link #require} brings the next bytes into {@code buffer()}, {@link #skip}
 * passes them.
 */
public final class BinaryReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int START_BYTES = 1 << 18;

    private final InputStream in;
    private final int windowBytes;
    private byte[] buffer;
    private int position;
    private int limit;
    private long bufferOffset;
    private boolean ended;

    /**
     * @param windowBytes the longest run of bytes that {@link #require} will be asked for
     */
    public BinaryReader(InputStream in, int windowBytes) {
        this.in = in;
        this.windowBytes = windowBytes;
        this.buffer = new byte[START_BYTES];
    }

    /**
     * Makes sure that the next {@code bytes} bytes are in the buffer.
     *
     * @return false if the stream ends before
     */
    public boolean require(int bytes) throws IOException {
        if (limit - position >= bytes) {
            return true;
        }
        if (bytes > windowBytes) {
            throw new IllegalArgumentException("window of " + windowBytes + " bytes asked for " + bytes);
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        bufferOffset += position;
        limit -= position;
        position = 0;
        while (limit < bytes && !ended) {
            if (limit == buffer.length) {
                // grows with what really came, not with what a length promises
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
        return limit >= bytes;
    }

    /** Passes bytes that were required. */
    public void skip(int bytes) {
        position += bytes;
    }

    /** How many bytes are in the buffer, at the end of the stream all that are left. */
    public int available() {
        return limit - position;
    }

    public byte[] buffer() {
        return buffer;
    }

    /** Index in {@code buffer()} of the next byte. */
    public int position() {
        return position;
    }

    /** Offset in the stream of the next byte. */
    public long offset() {
        return bufferOffset + position;
    }

    /** An unsigned byte at {@code position() + ahead}. */
    public int u8(int ahead) {
        return buffer[position + ahead] & 0xff;
    }

    /** A little-endian 32 bit number at {@code position() + ahead}. */
    public int i32(int ahead) {
        return (int) INT.get(buffer, position + ahead);
    }

    /** A little-endian 64 bit number at {@code position() + ahead}. */
    public long i64(int ahead) {
        return (long) LONG.get(buffer, position + ahead);
    }
}
