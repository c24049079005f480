// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the frames of zstd data on their way to the decompressor: refuses a frame whose window would take too much
 * memory, leaves out skippable frames, and lets a frame that is cut or followed by damage end after its last whole block,
 * so that nothing of what came before is lost.
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
    private static final int CHECKSUM_FLAG = 4;
    /** Magic, descriptor, window, dictionary, content size. */
    private static final int HEADER_BYTES_MAX = 4 + 1 + 1 + 4 + 8;

    private static final int BLOCK_MAX_BYTES = 128 << 10;
    private static final int RLE = 1;
    private static final int COMPRESSED = 2;
    private static final int RESERVED = 3;
    /** Of a compressed block: no shorter one says anything, and the decompressor takes none. */
    private static final int COMPRESSED_MIN_BYTES = 3;

    private final String path;
    private final byte[] head = new byte[HEADER_BYTES_MAX];
    private int headAt;
    private int headEnd;
    private final byte[] body = new byte[BLOCK_MAX_BYTES];
    private int bodyAt;
    private int bodyEnd;
    private @Nullable IOException damage;
    private boolean inFrame;
    private boolean lastBlock;
    private boolean checksum;
    private final XxHash64 hash = new XxHash64();
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
        if (headAt == headEnd && bodyAt == bodyEnd && !next()) {
            return -1;
        }
        if (headAt < headEnd) {
            int given = Math.min(length, headEnd - headAt);
            System.arraycopy(head, headAt, bytes, from, given);
            headAt += given;
            return given;
        }
        int given = Math.min(length, bodyEnd - bodyAt);
        System.arraycopy(body, bodyAt, bytes, from, given);
        bodyAt += given;
        return given;
    }

    /** Tells what the decompressor made of what it read, before it reads on. */
    void decompressed(byte[] bytes, int from, int length) {
        if (checksum) {
            hash.update(bytes, from, length);
        }
    }

    /** What ended the data before its time, null if nothing did so far. */
    @Nullable
    IOException damage() {
        return damage;
    }

    private boolean next() throws IOException {
        headAt = 0;
        headEnd = 0;
        bodyAt = 0;
        bodyEnd = 0;
        if (damage != null) {
            return false;
        }
        boolean within = inFrame && !lastBlock;
        try {
            return step();
        } catch (EOFException | ZipException e) {
            damage = e;
        }
        bodyEnd = 0;
        headEnd = 0;
        if (within) {
            // an empty last block: makes the decompressor hand out what it still holds back as its window
            Arrays.fill(head, 0, BLOCK_HEADER_BYTES, (byte) 0);
            head[0] = 1;
            headEnd = BLOCK_HEADER_BYTES;
        }
        return within;
    }

    /** Takes the next header of a frame or a block; false at the end of the last frame. */
    private boolean step() throws IOException {
        if (inFrame && !lastBlock) {
            block();
            return true;
        }
        if (inFrame && checksum) {
            inFrame = false;
            take(0, CHECKSUM_BYTES);
            if ((int) number(0, CHECKSUM_BYTES) != (int) hash.value()) {
                throw new ZipException("zstd checksum is wrong");
            }
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
        checksum = (descriptor & CHECKSUM_FLAG) != 0;
        // the decompressor would check it before it hands out the end of a frame, and keep that if it is wrong
        head[MAGIC_BYTES] &= ~CHECKSUM_FLAG;
        hash.reset();
        inFrame = true;
        lastBlock = false;
    }

    /** Takes a whole block, so that the decompressor never waits for the rest of one. */
    private void block() throws IOException {
        take(0, BLOCK_HEADER_BYTES);
        int header = (int) number(0, BLOCK_HEADER_BYTES);
        int type = (header >> 1) & 3;
        int size = header >> 3;
        if (type == RESERVED || size > BLOCK_MAX_BYTES || type == COMPRESSED && size < COMPRESSED_MIN_BYTES) {
            throw new ZipException("no zstd block where one should begin");
        }
        int stored = type == RLE ? 1 : size;
        if (in.readNBytes(body, 0, stored) < stored) {
            throw new EOFException("zstd data ends inside a block");
        }
        lastBlock = (header & 1) != 0;
        headEnd = BLOCK_HEADER_BYTES;
        bodyEnd = stored;
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
