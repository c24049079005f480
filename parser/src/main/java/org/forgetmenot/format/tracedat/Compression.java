// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.forgetmenot.format.CaptureException;

/** How a file of version 7 compresses its sections and the chunks of its buffers. */
enum Compression {
    NONE,
    ZLIB,
    ZSTD;

    /** The compression of a name. */
    static Compression named(String name) throws CaptureException {
        return switch (name) {
            case "none" -> NONE;
            case "zlib" -> ZLIB;
            case "zstd" -> ZSTD;
            default ->
                throw new CaptureException(
                        "is compressed with something other than zlib or zstd; make it readable with: trace-cmd convert -i FILE -o OTHER --compression none");
        };
    }

    /**
     * Decompresses one block.
     *
     * @param into as long as the block says that it becomes
     * @return false if the data is damaged
     */
    boolean decompress(byte[] from, int length, byte[] into, int size) {
        switch (this) {
            case NONE -> {
                return false;
            }
            case ZLIB -> {
                Inflater inflater = new Inflater();
                try {
                    inflater.setInput(from, 0, length);
                    int done = 0;
                    while (done < size) {
                        int got = inflater.inflate(into, done, size - done);
                        if (got == 0) {
                            return false;
                        }
                        done += got;
                    }
                    // the checksum behind the data is looked at only when all of it was asked for
                    return inflater.inflate(new byte[1]) == 0 && inflater.finished();
                } catch (DataFormatException e) {
                    return false;
                } finally {
                    inflater.end();
                }
            }
            case ZSTD -> {
                try {
                    return new ZstdDecompressor().decompress(from, 0, length, into, 0, size) == size;
                } catch (RuntimeException e) {
                    // MalformedInputException for most damage, an index or argument exception for some
                    return false;
                }
            }
        }
        return false;
    }
}
