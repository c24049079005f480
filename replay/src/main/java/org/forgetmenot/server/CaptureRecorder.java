// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.fusedump.FusedumpFormat;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Records messages as a capture. What cannot be written, as the disk is full, say, ends the recording and not the server: it is
 * said once, and the file holds everything before it. Messages that come after the end are not recorded, and nobody is told.
 */
public final class CaptureRecorder implements Recorder, Closeable {
    /** What a recording looks like. */
    @FunctionalInterface
    public interface Form {
        /** Begins to write; the stream is the writer's to close. */
        CaptureWriter writer(OutputStream out) throws IOException;
    }

    /** Whole messages with their times, as a fusedump has them. */
    private static final Set<Capability> SHOWN = new FusedumpFormat().capabilities();

    private static final long FLUSH_NS = 1_000_000_000L;

    private final MessageBuffer target;
    private final CaptureWriter writer;
    private final Consumer<String> log;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Event event = new Event();
    private final long epochNs = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
    private long messages;
    private long leftOut;
    private int connections;
    private long flushedNs = System.nanoTime();
    private @Nullable IOException failure;
    private boolean closed;

    /**
     * Begins to record.
     *
     * @param file closed with this
     * @param log takes a line if the recording ends early
     */
    public CaptureRecorder(WritableByteChannel file, Form form, Consumer<String> log) throws IOException {
        target = new MessageBuffer(file);
        this.log = log;
        writer = form.writer(target);
        writer.begin("server", SHOWN, new Stacks());
        writer.flush();
        target.send(); // whoever waits for the file to appear sees that recording has begun
    }

    @Override
    public synchronized Connection connect() {
        return new Recorded(++connections);
    }

    private final class Recorded implements Connection {
        private final int number;
        private final MessageDecoder decoder = new MessageDecoder(diagnostics);

        Recorded(int number) {
            this.number = number;
        }

        @Override
        public void request(byte[] bytes, int at, int length, long atNs) {
            record(decoder, number, bytes, at, length, false, atNs);
        }

        @Override
        public void reply(byte[] bytes, int length, long atNs) {
            record(decoder, number, bytes, 0, length, true, atNs);
        }

        @Override
        public void lost(long count, long atNs) {
            gap(number, count, atNs);
        }
    }

    private synchronized void gap(int connection, long count, long atNs) {
        if (closed) {
            return;
        }
        messages += count;
        if (failure == null) {
            diagnostics.report(DiagnosticCode.EVENTS_LOST, messages, count);
            event.start(EventKind.LOST, messages).timeNs(epochNs + atNs).count(count);
            try {
                writer.write(event.connection(connection));
            } catch (IOException e) {
                end(e);
            }
        }
    }

    private void end(IOException e) {
        failure = e;
        log.accept("recording ended after " + recorded() + " messages: " + e.getMessage());
    }

    private synchronized void record(
            MessageDecoder decoder, int connection, byte[] bytes, int at, int length, boolean fromServer, long atNs) {
        if (closed) {
            return;
        }
        messages++;
        if (failure != null) {
            return;
        }
        decoder.timeNs(epochNs + atNs);
        if (!(fromServer
                ? decoder.fromServer(bytes, at, length, messages)
                : decoder.fromKernel(bytes, at, length, messages))) {
            leftOut++;
            return;
        }
        try {
            boolean isWritten = false;
            while (decoder.next(event)) {
                isWritten |= writer.write(event.connection(connection)).isWritten();
            }
            if (isWritten) {
                writer.flush();
                target.endMessage();
            } else {
                leftOut++;
            }
            if (atNs - flushedNs >= FLUSH_NS) {
                flushedNs = atNs;
                target.send();
            }
        } catch (IOException e) {
            end(e);
        }
    }

    /** How many messages passed. */
    public synchronized long messages() {
        return messages;
    }

    /** How many of them are in the file, as a whole; of those written in the last second only after {@link #close}. */
    public synchronized long recorded() {
        return target.messages();
    }

    /** How many of them should be in the file and could not be recorded, as of {@link #close}. */
    public synchronized long lost() {
        return messages - leftOut - target.messages() - (failure == null ? target.waiting() : 0);
    }

    /** How many of them the form has no room for: of other connections than the first, or no messages at all. */
    public synchronized long leftOut() {
        return leftOut;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (writer) {
            if (failure == null) {
                writer.end(SHOWN, diagnostics);
            }
        } catch (IOException e) {
            if (failure == null) {
                end(e);
            }
        }
    }
}
