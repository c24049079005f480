// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import io.airlift.compress.zstd.ZstdIncrementalFrameDecompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Zstd data, decompressed step by step, so that what was decoded is handed out before the damage that {@link ZstdGuard}
 * found. The decompressor's own stream throws instead and keeps up to a window, which may be all there is. Only a block
 * that is whole but cannot be decoded still takes the window before it along.
 */
final class ZstdStream extends InputStream {
    /** First index of a byte array in the words of the decompressor, which asks for addresses. */
    private static final int ARRAY_BASE = arrayBase();

    private final ZstdGuard in;
    private final ZstdIncrementalFrameDecompressor frames = new ZstdIncrementalFrameDecompressor();
    /** The decompressor looks a few bytes beyond what it is given. */
    private static final int SPARE_BYTES = 8;

    private byte[] input = new byte[SPARE_BYTES];
    private int inputBytes;

    ZstdStream(ZstdGuard in) {
        this.in = in;
    }

    private static int arrayBase() {
        try {
            return Class.forName("sun.misc.Unsafe")
                    .getField("ARRAY_BYTE_BASE_OFFSET")
                    .getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no jdk.unsupported module", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            // no more than is asked for, so that one step never both hands out and fails
            int wanted = frames.getInputRequired();
            if (!fill(wanted)) {
                return end();
            }
            step(bytes, from, from + length);
            int used = frames.getOutputBufferUsed();
            if (used > 0) {
                in.decompressed(bytes, from, used);
                return used;
            }
        }
    }

    private boolean fill(int wanted) throws IOException {
        if (input.length < wanted + SPARE_BYTES) {
            input = Arrays.copyOf(input, wanted + SPARE_BYTES);
        }
        inputBytes += in.readNBytes(input, inputBytes, Math.max(0, wanted - inputBytes));
        return inputBytes >= wanted;
    }

    private void step(byte[] out, int from, int to) {
        frames.partialDecompress(input, ARRAY_BASE, ARRAY_BASE + (long) inputBytes, out, from, to);
        int consumed = frames.getInputConsumed();
        inputBytes -= consumed;
        System.arraycopy(input, consumed, input, 0, inputBytes);
    }

    private int end() throws IOException {
        IOException cause = in.damage();
        if (cause != null) {
            throw cause;
        }
        if (!frames.isAtStoppingPoint()) {
            throw new EOFException("zstd data ends inside a frame");
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
