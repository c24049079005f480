// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to another recorder on a thread of its own, so that nobody waits for a disk. What has no room until it is written is
 * left out, and counted in its place: a gap, and never half a message.
 */
public final class BoundedRecorder implements Recorder, Closeable {
    /** Of messages that wait to be written, with what each costs beside its bytes. */
    static final long WAITING_BYTES_MAX = 64L << 20;

    private static final int MESSAGE_COST = 64;

    private final Recorder recorder;
    private final long waitingBytesMax;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final Thread writer;
    private long waitingBytes;
    private boolean closed;

    /** A message, or how many are missing before one that is yet to come. */
    private static final class Message {
        final Recorder.Connection connection;
        final long atNs;
        final byte @Nullable [] bytes;
        final boolean isReply;
        long missing;

        Message(Recorder.Connection connection, byte @Nullable [] bytes, boolean isReply, long atNs) {
            this.connection = connection;
            this.bytes = bytes;
            this.isReply = isReply;
            this.atNs = atNs;
        }
    }

    /** Begins; closing it does not close the other. */
    public BoundedRecorder(Recorder recorder) {
        this(recorder, WAITING_BYTES_MAX);
    }

    BoundedRecorder(Recorder recorder, long waitingBytesMax) {
        this.recorder = recorder;
        this.waitingBytesMax = waitingBytesMax;
        writer = new Thread(this::write, "record");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public Connection connect() {
        Connection written = recorder.connect();
        return new Connection() {
            @Override
            public void request(byte[] bytes, int at, int length, long atNs) {
                add(written, bytes, at, length, false, atNs);
            }

            @Override
            public void reply(byte[] bytes, int length, long atNs) {
                add(written, bytes, 0, length, true, atNs);
            }

            @Override
            public void lost(long messages, long atNs) {
                miss(written, messages, atNs);
            }
        };
    }

    private synchronized void add(Connection written, byte[] bytes, int at, int length, boolean isReply, long atNs) {
        if (closed) {
            return;
        }
        if (waitingBytes + length + MESSAGE_COST > waitingBytesMax) {
            miss(written, 1, atNs);
            return;
        }
        waiting.add(new Message(written, Arrays.copyOfRange(bytes, at, at + length), isReply, atNs));
        waitingBytes += length + MESSAGE_COST;
        notifyAll();
    }

    private synchronized void miss(Connection written, long messages, long atNs) {
        if (closed) {
            return;
        }
        Message last = waiting.peekLast();
        if (last == null || last.bytes != null || last.connection != written) {
            last = new Message(written, null, false, atNs);
            waiting.add(last);
            notifyAll();
        }
        last.missing += messages;
    }

    private synchronized @Nullable Message take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Message next = waiting.poll();
        if (next != null && next.bytes != null) {
            waitingBytes -= next.bytes.length + MESSAGE_COST;
        }
        return next;
    }

    private void write() {
        try {
            for (Message next = take(); next != null; next = take()) {
                byte[] bytes = next.bytes;
                if (bytes == null) {
                    next.connection.lost(next.missing, next.atNs);
                } else if (next.isReply) {
                    next.connection.reply(bytes, bytes.length, next.atNs);
                } else {
                    next.connection.request(bytes, 0, bytes.length, next.atNs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes nothing more, and waits until what waits is written. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
