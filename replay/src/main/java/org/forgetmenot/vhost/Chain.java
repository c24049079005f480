// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.util.Arrays;

/** The buffers of one request: first those that the device reads, then those that it writes. Used again for the next one. */
public final class Chain {
    private GuestMemory memory;
    private long[] addresses = new long[16];
    private int[] lengths = new int[16];
    private int count;
    private int readable;
    private int head;
    private long readBytes;
    private long writeBytes;

    Chain(GuestMemory memory) {
        this.memory = memory;
    }

    /** The guest has other memory now, with the same addresses. */
    void memory(GuestMemory other) {
        memory = other;
    }

    void begin(int number) {
        head = number;
        count = 0;
        readable = 0;
        readBytes = 0;
        writeBytes = 0;
    }

    void add(long address, int length, boolean deviceWrites) throws BrokenQueue {
        long bytes = Integer.toUnsignedLong(length);
        if (bytes > Integer.MAX_VALUE || (!deviceWrites && count > readable)) {
            throw new BrokenQueue("a chain has a buffer of " + bytes + " bytes, or one to read behind one to write");
        }
        memory.check(address, bytes);
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        addresses[count] = address;
        lengths[count++] = length;
        if (deviceWrites) {
            writeBytes += bytes;
        } else {
            readable++;
            readBytes += bytes;
        }
    }

    /** The number that it has in its queue. */
    int head() {
        return head;
    }

    /** How many buffers it has. */
    int count() {
        return count;
    }

    long address(int index) {
        return addresses[index];
    }

    int length(int index) {
        return lengths[index];
    }

    /** Whether the device writes into a buffer. */
    boolean isWritable(int index) {
        return index >= readable;
    }

    /** How many bytes there are to read. */
    public long readBytes() {
        return readBytes;
    }

    /** How much room there is to write. */
    public long writeBytes() {
        return writeBytes;
    }

    /** Copies what there is to read. */
    public void read(byte[] into) throws BrokenQueue {
        int at = 0;
        for (int i = 0; i < readable; i++) {
            memory.read(addresses[i], into, at, lengths[i]);
            at += lengths[i];
        }
    }

    /** Copies to where there is room; no more than there is. */
    public void write(byte[] from, int length) throws BrokenQueue {
        int at = 0;
        for (int i = readable; i < count && at < length; i++) {
            int part = Math.min(lengths[i], length - at);
            memory.write(addresses[i], from, at, part);
            at += part;
        }
    }

    /** Copies what was written into it. */
    public void written(byte[] into, int length) throws BrokenQueue {
        int at = 0;
        for (int i = readable; i < count && at < length; i++) {
            int part = Math.min(lengths[i], length - at);
            memory.read(addresses[i], into, at, part);
            at += part;
        }
    }
}
