// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.OutHeader;

/** A reply as it is made: bytes that grow, used again for the next one. For one thread. */
public final class Reply {
    private static final int BYTES_AT_FIRST = 4096;

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int length;
    private int error;

    /** Holds the reply from its first byte on; another array after it had to grow. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of the whole reply, 0 if there is none. */
    public int length() {
        return length;
    }

    /** No reply, as for FORGET. */
    void none() {
        length = 0;
    }

    /** Begins a reply that succeeds so far. */
    void begin() {
        length = OutHeader.BYTES;
        error = 0;
    }

    /** The answer is an error; cheaper than to throw a {@link FuseError}, for what is asked all the time. */
    void fail(Errno errno) {
        error = errno.number();
    }

    /** Positive, 0 if it succeeds so far. */
    int error() {
        return error;
    }

    /** Takes back what was written beyond a place. */
    void truncate(int to) {
        length = to;
    }

    /**
     * Adds bytes that are all 0.
     *
     * @return where they begin
     */
    int zeros(int count) {
        int at = room(count);
        Arrays.fill(bytes, at, length, (byte) 0);
        return at;
    }

    /**
     * Adds bytes that have any value.
     *
     * @return where they begin
     */
    int room(int count) {
        int at = length;
        if (count > bytes.length - at) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(at + count, Math.min(2 * bytes.length, FuseSession.MESSAGE_BYTES_MAX)));
        }
        length = at + count;
        return at;
    }

    void add(byte[] data) {
        int at = room(data.length);
        System.arraycopy(data, 0, bytes, at, data.length);
    }

    /**
     * Writes the header.
     *
     * @param error 0 or a positive errno, with which nothing but the header is sent
     */
    void end(long unique, int error, ByteOrder order) {
        if (error != 0) {
            length = OutHeader.BYTES;
        }
        Bytes.put32(bytes, OutHeader.LEN, order, length);
        Bytes.put32(bytes, OutHeader.ERROR, order, -error);
        Bytes.put64(bytes, OutHeader.UNIQUE, order, unique);
    }
}
