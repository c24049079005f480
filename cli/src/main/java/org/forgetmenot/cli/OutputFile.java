// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.jspecify.annotations.Nullable;

/**
 * The file that a command writes, opened before the work starts. What goes wrong while writing is a {@link
 * CaptureException} that names it.
 */
final class OutputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final OutputStream raw;
    private final OutputStream stream;
    /** Where the bytes go until they are all there, and where they belong then; null where they go there at once. */
    private final @Nullable Path part;

    private final @Nullable Path target;

    private OutputFile(String name, OutputStream stream, @Nullable Path part, @Nullable Path target) {
        this.name = name;
        this.raw = stream;
        this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
        this.part = part;
        this.target = target;
    }

    /**
     * Opens a file that appears under its name when it is whole, see {@link #keep}, and not at all otherwise; {@code -} is
     * standard output.
     *
     * @param force whether a file that exists is written over
     */
    static OutputFile whole(String name, boolean force, Console console) throws CaptureException {
        return open(name, force, console, true);
    }

    /** Opens a file that is there at once and grows, so that what was written stays, whatever happens afterwards. */
    static OutputFile growing(String name, boolean force, Console console) throws CaptureException {
        return open(name, force, console, false);
    }

    private static OutputFile open(String name, boolean force, Console console, boolean whole) throws CaptureException {
        if (name.equals(Capture.STDIN)) {
            return new OutputFile("standard output", new StandardOutput(console.out()), null, null);
        }
        try {
            Path path = Path.of(name);
            boolean exists = Files.exists(path);
            if (exists && !Files.isRegularFile(path)) { // a pipe, or /dev/null
                return new OutputFile(name, create(path, name, StandardOpenOption.WRITE), null, null);
            }
            if (exists && !force) {
                throw new CaptureException(name + ": exists; give --force to write over it");
            }
            if (!whole) {
                return new OutputFile(
                        name,
                        create(
                                path,
                                name,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        null,
                        null);
            }
            Path target = exists ? path.toRealPath() : path;
            Path part = target.resolveSibling(
                    target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            OutputStream out = create(part, name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            part.toFile().deleteOnExit(); // Ctrl-C
            return new OutputFile(name, out, part, target);
        } catch (InvalidPathException e) {
            throw new CaptureException("not a file name: " + e.getMessage(), e);
        } catch (IOException e) {
            throw refused(name, e);
        }
    }

    private static OutputStream create(Path path, String name, OpenOption... options) throws IOException {
        return new Named(FileChannel.open(path, options), name);
    }

    private static CaptureException refused(String name, IOException e) {
        if (e instanceof CaptureException known) {
            return known;
        }
        String why = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            why = "its directory does not exist";
        } else if (e instanceof AccessDeniedException) {
            why = "no permission";
        } else if (e instanceof FileSystemException file && file.getReason() != null) {
            why = file.getReason();
        }
        return new CaptureException("cannot write " + name + ": " + why, e);
    }

    OutputStream stream() {
        return stream;
    }

    /** The same without a buffer: what was taken of a write that fails is known. */
    WritableByteChannel channel() {
        return raw instanceof Named file ? file : Channels.newChannel(raw);
    }

    /** Says that the work is done: the file gets its name. */
    void keep() throws IOException {
        stream.close();
        appear();
    }

    /** Says that the work has begun: the file gets its name, and is written on. */
    void appear() throws IOException {
        if (part != null && target != null) {
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw refused(name, e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            if (part != null) {
                Files.deleteIfExists(part); // its work failed: after keep() there is no such file
            }
        }
    }

    /** A file whose name is in what it says. */
    private static final class Named extends OutputStream implements WritableByteChannel {
        private final FileChannel file;
        private final String name;

        Named(FileChannel file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
            while (rest.hasRemaining()) {
                write(rest);
            }
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            try {
                return file.write(bytes);
            } catch (IOException e) {
                throw refused(name, e);
            }
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Standard output, which others may write to yet: flushed, not closed. A {@link PrintStream} keeps its troubles to
     * itself, so it is asked.
     */
    private static final class StandardOutput extends OutputStream {
        private final PrintStream out;

        StandardOutput(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (out.checkError()) {
                throw new ResultStream.Ended();
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
