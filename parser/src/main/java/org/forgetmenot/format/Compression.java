// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Takes compression off by its magic bytes, whatever the file is called. */
enum Compression {
    GZIP,
    XZ,
    ZSTD;

    /** Memory that one xz stream may ask for: {@code xz -9} needs 65 MiB, only a hand-made one needs more. */
    static final int XZ_MEMORY_MAX_KIB = 100 << 10;
    /** A gzip inside a gzip happens; more is somebody's trap. */
    private static final int PEELS_MAX = 3;

    private static final int GZIP_BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 6;

    /** Takes off what there is; damage inside is an end with a diagnostic. */
    static InputStream peel(String path, InputStream raw, Diagnostics diagnostics) throws IOException {
        InputStream in = raw;
        for (int i = 0; i < PEELS_MAX; i++) {
            Compression found = of(in);
            if (found == null) {
                break;
            }
            in = new BufferedInputStream(new DamageStream(found.open(path, in), diagnostics), Prefix.MAX_BYTES);
        }
        return in;
    }

    private static @Nullable Compression of(InputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        byte[] magic = in.readNBytes(MAGIC_BYTES);
        in.reset();
        if (starts(magic, 0x1f, 0x8b, 8)) {
            return GZIP;
        }
        if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return starts(magic, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : null;
    }

    private static boolean starts(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private InputStream open(String path, InputStream in) throws IOException {
        try {
            return switch (this) {
                case GZIP -> new GZIPInputStream(in, GZIP_BUFFER_BYTES);
                case XZ -> new XZInputStream(in, XZ_MEMORY_MAX_KIB);
                case ZSTD -> new ZstdStream(new ZstdGuard(path, in));
            };
        } catch (MemoryLimitException e) {
            throw new CaptureException(path + ": xz data that wants more memory than is given; unpack it first", e);
        } catch (EOFException | ZipException | XZIOException e) {
            throw new CaptureException(
                    path + ": begins like " + name().toLowerCase(java.util.Locale.ROOT)
                            + " but its header is damaged; copy the file again",
                    e);
        }
    }
}
