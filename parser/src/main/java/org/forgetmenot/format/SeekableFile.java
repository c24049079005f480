// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open file that is read at any place, with positioned reads: several readers of its parts do not disturb each other. */
public final class SeekableFile implements ByteSource, Closeable {
    /** The most that is copied of a capture which comes as a stream. */
    public static final long SPOOL_MAX_BYTES = 8L << 30;

    private static final int COPY_BYTES = 1 << 16;

    private final FileChannel channel;
    private final long size;
    private volatile long bytesRead;

    private SeekableFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /** Opens a file as it lies there. */
    public static SeekableFile open(Path file) throws IOException {
        return new SeekableFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    /**
     * Copies a stream to a temporary file that nobody else can read and that is gone when it is closed or the JVM ends.
     *
     * @throws CaptureException if there are more than {@link #SPOOL_MAX_BYTES}
     */
    public static SeekableFile spool(InputStream in) throws IOException {
        Path file = Files.createTempFile("forgetmenot-", ".capture");
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        try {
            copy(in, channel);
            return new SeekableFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void copy(InputStream in, FileChannel channel) throws IOException {
        byte[] bytes = new byte[COPY_BYTES];
        long copied = 0;
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            copied += read;
            if (copied > SPOOL_MAX_BYTES) {
                throw new CaptureException("is longer than " + (SPOOL_MAX_BYTES >> 30)
                        + " GiB, which is the most that is read from a stream; save it to a file, decompressed");
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long at, byte[] into, int from, int length) throws IOException {
        if (at < 0 || at >= size) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, from, (int) Math.min(length, size - at));
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position() - from);
            if (read < 0) {
                break;
            }
        }
        int read = buffer.position() - from;
        add(read);
        return read;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the file, others only look
    private void add(int bytes) {
        bytesRead += bytes;
    }

    /** Bytes read so far; may be asked from another thread. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
