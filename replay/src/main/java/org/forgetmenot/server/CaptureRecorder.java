// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.fusedump.FusedumpFormat;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Records messages as a capture. What cannot be written, as the disk is full, say, ends the recording and not the server: it is
 * said once, and the file holds everything before it.
 */
public final class CaptureRecorder implements Recorder, Closeable {
    /** Whole messages with their times, as a fusedump has them. */
    private static final Set<Capability> SHOWN = new FusedumpFormat().capabilities();

    private static final long FLUSH_NS = 1_000_000_000L;

    private final CaptureWriter writer;
    private final Consumer<String> log;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Event event = new Event();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final long epochNs = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
    private long messages;
    private long lost;
    private int connections;
    private long flushedNs = System.nanoTime();
    private @Nullable IOException failure;

    /**
     * Begins to record.
     *
     * @param writer closed with this
     * @param log takes a line if the recording ends early
     */
    public CaptureRecorder(CaptureWriter writer, Consumer<String> log) throws IOException {
        this.writer = writer;
        this.log = log;
        writer.begin("server", SHOWN, new Stacks());
        writer.flush(); // whoever waits for the file to appear sees that recording has begun
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
        messages += count;
        lost += count;
        if (failure == null) {
            diagnostics.report(DiagnosticCode.EVENTS_LOST, messages, count);
            event.start(EventKind.LOST, messages).timeNs(epochNs + atNs).count(count);
            try {
                outcomes.merge(writer.write(event.connection(connection)), 1L, Long::sum);
            } catch (IOException e) {
                end(e);
            }
        }
    }

    private void end(IOException e) {
        failure = e;
        log.accept("recording ended after " + messages + " messages: " + e.getMessage());
    }

    private synchronized void record(
            MessageDecoder decoder, int connection, byte[] bytes, int at, int length, boolean fromServer, long atNs) {
        messages++;
        if (failure != null) {
            lost++;
            return;
        }
        decoder.timeNs(epochNs + atNs);
        if (!(fromServer
                ? decoder.fromServer(bytes, at, length, messages)
                : decoder.fromKernel(bytes, at, length, messages))) {
            return;
        }
        try {
            while (decoder.next(event)) {
                outcomes.merge(writer.write(event.connection(connection)), 1L, Long::sum);
            }
            if (atNs - flushedNs >= FLUSH_NS) {
                flushedNs = atNs;
                writer.flush();
            }
        } catch (IOException e) {
            lost++;
            end(e);
        }
    }

    /** How many messages passed. */
    public synchronized long messages() {
        return messages;
    }

    /** How many of them came when they could not be recorded. */
    public synchronized long lost() {
        return lost;
    }

    /** What became of the events that were recorded. */
    public synchronized Map<Outcome, Long> outcomes() {
        return new EnumMap<>(outcomes);
    }

    @Override
    public synchronized void close() throws IOException {
        if (failure == null) {
            writer.end(SHOWN, diagnostics);
        }
        try {
            writer.close();
        } catch (IOException e) {
            if (failure == null) {
                throw e;
            }
        }
    }
}
