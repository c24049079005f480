// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One capture that is open for reading: its dialect is known and its compression peeled off. */
public final class Capture implements Closeable {
    /** Where standard input is read instead of a file. */
    public static final String STDIN = "-";

    private final String path;
    private final long sizeBytes;
    private final CaptureFormat format;
    private final CaptureReader reader;
    private final ReadContext context;
    private final InputStream in;
    private final LongSupplier bytesRead;

    private Capture(
            String path,
            long sizeBytes,
            CaptureFormat format,
            CaptureReader reader,
            ReadContext context,
            InputStream in,
            LongSupplier bytesRead) {
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.format = format;
        this.reader = reader;
        this.context = context;
        this.in = in;
        this.bytesRead = bytesRead;
    }

    /**
     * Opens a capture and finds its dialect.
     *
     * @param path a file, or {@code -} for {@code stdin}
     * @param dialect the dialect's id, or null to find it by looking
     * @param stdin read for {@code -}
     * @throws CaptureException if it cannot be read or is no capture, with one line for the user
     */
    public static Capture open(String path, @Nullable String dialect, InputStream stdin) throws IOException {
        long sizeBytes = path.equals(STDIN) ? -1 : check(path);
        ReadContext context = new ReadContext(path);
        CountingStream raw = new CountingStream(path.equals(STDIN) ? stdin : openFile(path));
        try {
            InputStream first = new BufferedInputStream(raw, Prefix.MAX_BYTES);
            InputStream in = Compression.peel(path, first, context.diagnostics());
            Prefix prefix = prefix(path, in);
            Pasted.Found pasted = Pasted.find(prefix);
            if (!pasted.isNothing()) {
                in = new BufferedInputStream(new Pasted(in, pasted), Prefix.MAX_BYTES);
                prefix = prefix(path, in);
            }
            CaptureFormat format = dialect == null ? Formats.detect(path, prefix) : named(dialect);
            if (format instanceof SeekableFormat seekable && sizeBytes >= 0 && in == first) {
                SeekableFile file = SeekableFile.open(Path.of(path));
                CaptureReader reader = begin(path, file, seekable, context);
                return new Capture(path, sizeBytes, format, reader, context, in, file::bytesRead);
            }
            CaptureReader reader = begin(path, in, format, context);
            return new Capture(path, sizeBytes, format, reader, context, in, raw::count);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Opens the same capture once more, from its beginning.
     *
     * @throws CaptureException if it came from standard input, which can be read only once
     */
    public Capture reopen() throws IOException {
        if (path.equals(STDIN)) {
            throw new CaptureException(
                    "standard input cannot be merged with another capture, which takes two readings; save it to a file");
        }
        return open(path, format.id(), InputStream.nullInputStream());
    }

    private static CaptureReader begin(String path, InputStream in, CaptureFormat format, ReadContext context)
            throws IOException {
        try {
            return format.open(in, context);
        } catch (CaptureException e) {
            throw new CaptureException(path + ": " + e.getMessage(), e);
        }
    }

    private static CaptureReader begin(String path, SeekableFile file, SeekableFormat format, ReadContext context)
            throws IOException {
        try {
            return format.open(file, context);
        } catch (CaptureException e) {
            throw new CaptureException(path + ": " + e.getMessage(), e);
        }
    }

    private static CaptureFormat named(String dialect) throws CaptureException {
        return Formats.byId(dialect)
                .orElseThrow(() -> new CaptureException("no dialect is called '" + dialect + "'; there are: "
                        + Formats.ALL.stream().map(CaptureFormat::id).collect(Collectors.joining(", "))));
    }

    private static long check(String path) throws IOException {
        try {
            Path file = Path.of(path);
            if (Files.isDirectory(file)) {
                throw new CaptureException(path + ": is a directory; name the capture files inside it");
            }
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (InvalidPathException e) {
            throw new CaptureException("not a file name: " + e.getMessage(), e);
        }
    }

    private static InputStream openFile(String path) throws IOException {
        try {
            return Files.newInputStream(Path.of(path));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new CaptureException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new CaptureException(path + ": no permission to read it; try as its owner or as root", e);
        }
    }

    private static Prefix prefix(String path, InputStream in) throws IOException {
        in.mark(Prefix.MAX_BYTES);
        byte[] bytes = in.readNBytes(Prefix.MAX_BYTES);
        in.reset();
        if (bytes.length == 0) {
            throw new CaptureException(path + ": is empty; nothing was recorded into it");
        }
        return new Prefix(bytes);
    }

    /** The name it was opened by. */
    public String path() {
        return path;
    }

    /** Size of the file in bytes as it lies on disk, or -1 when unknown. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes taken from the file so far, compressed as they lie there; may be asked from another thread. */
    public long bytesRead() {
        return bytesRead.getAsLong();
    }

    public CaptureFormat format() {
        return format;
    }

    /** What this capture can hold at best; what it really held is its reader's to say. */
    public Set<Capability> capabilities() throws IOException {
        Set<Capability> promised = reader.promised();
        return promised == null ? format.capabilities() : promised;
    }

    public CaptureReader reader() {
        return reader;
    }

    public ReadContext context() {
        return context;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        in.close();
    }
}
