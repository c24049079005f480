// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.IOException;
import java.nio.ByteOrder;
import org.forgetmenot.format.ByteSource;
import org.forgetmenot.wire.Bytes;

/** The bytes of one processor's pages in their order, decompressed chunk by chunk where they are compressed. */
final class CpuBytes {
    /** Longest chunk of pages; trace-cmd makes them of ten pages. */
    private static final int CHUNK_MAX_BYTES = 4 << 20;

    private static final int CHUNK_HEADER_BYTES = 8;

    private final ByteSource file;
    private final CpuData data;
    private final Compression compression;
    private final ByteOrder order;
    private final long end;
    private long at;
    private long chunksLeft = -1;
    private byte[] chunk = {};
    private int chunkAt;
    private int chunkEnd;
    private byte[] packed = {};
    private boolean damaged;

    CpuBytes(ByteSource file, CpuData data, Compression compression, ByteOrder order) {
        this.file = file;
        this.data = data;
        this.compression = compression;
        this.order = order;
        this.at = data.offset();
        // the number of chunks before the first is not counted in the size
        this.end = data.offset() + data.size() + (data.compressed() ? Integer.BYTES : 0);
    }

    /** Whether there should be more than could be read, or it could not be decompressed. */
    boolean isDamaged() {
        return damaged;
    }

    /** Reads up to {@code length} bytes; fewer only at the end. */
    int read(byte[] into, int length) throws IOException {
        if (data.compressed()) {
            return readChunks(into, length);
        }
        if (at >= end) {
            return 0;
        }
        int read = file.read(at, into, 0, (int) Math.min(length, end - at));
        at += read;
        damaged |= read < length;
        return read;
    }

    private int readChunks(byte[] into, int length) throws IOException {
        int read = 0;
        while (read < length && (chunkAt < chunkEnd || nextChunk())) {
            int take = Math.min(length - read, chunkEnd - chunkAt);
            System.arraycopy(chunk, chunkAt, into, read, take);
            chunkAt += take;
            read += take;
        }
        return read;
    }

    /** Decompresses the next chunk: u32 compressed size, u32 size, data; a u32 before the first says how many there are. */
    private boolean nextChunk() throws IOException {
        if (damaged || at >= end) {
            damaged |= chunksLeft > 0;
            return false;
        }
        byte[] sizes = new byte[CHUNK_HEADER_BYTES];
        if (chunksLeft < 0) {
            if (!take(sizes, Integer.BYTES)) {
                return false;
            }
            chunksLeft = Bytes.u32(sizes, 0, order);
        }
        if (chunksLeft == 0) {
            damaged = true; // something lies behind the last
            return false;
        }
        chunksLeft--;
        if (!take(sizes, CHUNK_HEADER_BYTES)) {
            return false;
        }
        long packedBytes = Bytes.u32(sizes, 0, order);
        long bytes = Bytes.u32(sizes, Integer.BYTES, order);
        if (packedBytes > Math.min(CHUNK_MAX_BYTES, end - at) || bytes > CHUNK_MAX_BYTES || bytes == 0) {
            damaged = true;
            return false;
        }
        packed = atLeast(packed, (int) packedBytes);
        chunk = atLeast(chunk, (int) bytes);
        chunkAt = 0;
        chunkEnd = 0;
        if (!take(packed, (int) packedBytes)
                || !compression.decompress(packed, (int) packedBytes, chunk, (int) bytes)) {
            damaged = true;
            return false;
        }
        chunkEnd = (int) bytes;
        return true;
    }

    private static byte[] atLeast(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    private boolean take(byte[] into, int length) throws IOException {
        if (end - at < length || file.read(at, into, 0, length) < length) {
            damaged = true;
            return false;
        }
        at += length;
        return true;
    }
}
