// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Follows the frames of zstd data on their way to the decompressor: refuses a frame whose window would take too much
 * memory, leaves out skippable frames, and tells an end inside a frame from an end between two.
 *
 * <p>Source: RFC 8878, sections 3.1.1 and 3.1.2.
 */
final class ZstdGuard extends FilterInputStream {
    /** Largest window taken: what {@code zstd -19} needs, and all that the decompressor takes. */
    static final long WINDOW_MAX_BYTES = 8L << 20;

    private static final long MAGIC = 0xfd2fb528L;
    private static final long SKIPPABLE_MAGIC = 0x184d2a50L;
    private static final long SKIPPABLE_MASK = 0xfffffff0L;
    private static final int MAGIC_BYTES = 4;
    private static final int BLOCK_HEADER_BYTES = 3;
    private static final int CHECKSUM_BYTES = 4;
    /** Magic, descriptor, window, dictionary, content size. */
    private static final int HEADER_BYTES_MAX = 4 + 1 + 1 + 4 + 8;

    private static final int RLE = 1;

    private final String path;
    private final byte[] head = new byte[HEADER_BYTES_MAX];
    private int headAt;
    private int headEnd;
    private long bodyBytes;
    private boolean inFrame;
    private boolean lastBlock;
    private boolean checksum;
    private boolean first = true;

    /**
     * @param path for the message
     */
    ZstdGuard(String path, InputStream in) {
        super(in);
        this.path = path;
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
        if (headAt == headEnd && bodyBytes == 0 && !step()) {
            return -1;
        }
        if (headAt < headEnd) {
            int given = Math.min(length, headEnd - headAt);
            System.arraycopy(head, headAt, bytes, from, given);
            headAt += given;
            return given;
        }
        int read = super.read(bytes, from, (int) Math.min(length, bodyBytes));
        if (read < 0) {
            throw new EOFException("zstd data ends inside a block");
        }
        bodyBytes -= read;
        return read;
    }

    /** Takes the next header of a frame or a block; false at the end of the last frame. */
    private boolean step() throws IOException {
        headAt = 0;
        headEnd = 0;
        if (inFrame && !lastBlock) {
            block();
            return true;
        }
        inFrame = false;
        int had = in.readNBytes(head, 0, MAGIC_BYTES);
        while (had == MAGIC_BYTES && (number(0, MAGIC_BYTES) & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            take(0, MAGIC_BYTES);
            in.skipNBytes(number(0, MAGIC_BYTES));
            had = in.readNBytes(head, 0, MAGIC_BYTES);
        }
        if (had == 0) {
            return false;
        }
        if (had < MAGIC_BYTES || number(0, MAGIC_BYTES) != MAGIC) {
            throw new ZipException("no zstd frame where one should begin");
        }
        frame();
        return true;
    }

    private void frame() throws IOException {
        take(MAGIC_BYTES, 1);
        int descriptor = head[MAGIC_BYTES];
        boolean single = (descriptor & 0x20) != 0;
        int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
        int content = new int[] {single ? 1 : 0, 2, 4, 8}[(descriptor >> 6) & 3];
        headEnd = MAGIC_BYTES + 1 + (single ? 0 : 1) + dictionary + content;
        take(MAGIC_BYTES + 1, headEnd - MAGIC_BYTES - 1);
        long window;
        if (single) {
            window = number(headEnd - content, content) + (content == 2 ? 256 : 0);
        } else {
            int log = head[MAGIC_BYTES + 1];
            long base = 1L << (10 + ((log >> 3) & 0x1f));
            window = base + base / 8 * (log & 7);
        }
        if (window < 0 || window > WINDOW_MAX_BYTES) {
            if (first) {
                throw new CaptureException(path + ": zstd data that wants a window of more than "
                        + (WINDOW_MAX_BYTES >> 20) + " MiB (--long, --ultra); unpack it with zstd -d first");
            }
            throw new ZipException("zstd window of " + Long.toUnsignedString(window) + " bytes");
        }
        first = false;
        checksum = (descriptor & 4) != 0;
        inFrame = true;
        lastBlock = false;
    }

    private void block() throws IOException {
        take(0, BLOCK_HEADER_BYTES);
        headEnd = BLOCK_HEADER_BYTES;
        int header = (int) number(0, BLOCK_HEADER_BYTES);
        lastBlock = (header & 1) != 0;
        bodyBytes = ((header >> 1) & 3) == RLE ? 1 : header >> 3;
        if (lastBlock && checksum) {
            bodyBytes += CHECKSUM_BYTES;
        }
    }

    private void take(int at, int bytes) throws IOException {
        if (in.readNBytes(head, at, bytes) < bytes) {
            throw new EOFException("zstd data ends inside a header");
        }
    }

    private long number(int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | head[at + i] & 0xff;
        }
        return value;
    }
}
