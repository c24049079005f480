// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Holds messages back until there are many, and knows how many are in the file, even if the disk was full in the middle of one.
 * What comes after such a failure is dropped.
 */
final class MessageBuffer extends OutputStream {
    private static final int SEND_BYTES = 1 << 16;

    private final WritableByteChannel file;
    private byte[] bytes = new byte[2 * SEND_BYTES];
    private int length;
    /** Where each message ends, by its last byte, that is not in the file yet. */
    private int[] ends = new int[64];

    private int waiting;
    private long messages;
    private boolean failed;

    /**
     * @param file closed with this
     */
    MessageBuffer(WritableByteChannel file) {
        this.file = file;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int count) {
        if (failed) {
            return;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(from, at, bytes, length, count);
        length += count;
    }

    /** What was written since the last message is one; it may go to the file now. */
    void endMessage() throws IOException {
        if (waiting == ends.length) {
            ends = Arrays.copyOf(ends, 2 * waiting);
        }
        ends[waiting++] = length;
        if (length >= SEND_BYTES) {
            send();
        }
    }

    /** Writes all to the file. */
    void send() throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        failed = true;
        try {
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            failed = false;
        } finally {
            sent(rest.position());
        }
    }

    private void sent(int count) {
        int whole = 0;
        while (whole < waiting && ends[whole] <= count) {
            whole++;
        }
        messages += whole;
        waiting -= whole;
        System.arraycopy(ends, whole, ends, 0, waiting);
        for (int i = 0; i < waiting; i++) {
            ends[i] -= count;
        }
        length -= count;
        System.arraycopy(bytes, count, bytes, 0, length);
    }

    /** How many messages are in the file as a whole. */
    long messages() {
        return messages;
    }

    /** How many messages are not in the file yet. */
    int waiting() {
        return waiting;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (!failed) {
                send();
            }
        }
    }
}
