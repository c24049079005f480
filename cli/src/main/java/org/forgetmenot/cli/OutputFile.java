// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.jspecify.annotations.Nullable;

/** A file that is opened before the work starts, and taken away again if the work fails. */
final class OutputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream stream;
    private final @Nullable Path path;
    private boolean kept;

    private OutputFile(OutputStream stream, @Nullable Path path) {
        this.stream = stream;
        this.path = path;
    }

    /**
     * Opens a file for writing, or standard output for {@code -}.
     *
     * @param force whether a file that exists is written over
     */
    static OutputFile open(String name, boolean force, Console console) throws IOException {
        if (name.equals(Capture.STDIN)) {
            return new OutputFile(new Unclosed(console.out()), null);
        }
        try {
            Path path = Path.of(name);
            boolean special = Files.exists(path) && !Files.isRegularFile(path);
            StandardOpenOption[] options = force || special
                    ? new StandardOpenOption[] {
                        StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                    }
                    : new StandardOpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(path, options), BUFFER_BYTES);
            return new OutputFile(out, special ? null : path);
        } catch (FileAlreadyExistsException e) {
            throw new CaptureException(name + ": exists; give --force to write over it", e);
        } catch (NoSuchFileException e) {
            throw new CaptureException(name + ": there is no such directory to write to", e);
        } catch (InvalidPathException e) {
            throw new CaptureException("not a file name: " + e.getMessage(), e);
        }
    }

    OutputStream stream() {
        return stream;
    }

    /** Says that the work is done and the file stays. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (!kept && path != null) {
            Files.deleteIfExists(path);
        }
    }

    /** Standard output is flushed, not closed: others may write to it yet. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
