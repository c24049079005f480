// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import org.forgetmenot.format.message.MessageDecoder;

/** Bytes that came and were not taken yet; grows with what comes and lets go of a large array when it is empty. */
final class ByteQueue {
    private static final byte[] NO_BYTES = {};
    private static final int KEPT_BYTES = 1 << 16;

    private byte[] bytes = NO_BYTES;
    private int from;
    private int to;

    void add(byte[] source, int at, int length) {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (bytes.length - to < length) {
            int held = to - from;
            byte[] target = bytes.length - held >= length && from >= held
                    ? bytes
                    : new byte[Math.max(held + length, Math.min(held * 2, held + MessageDecoder.MESSAGE_BYTES_MAX))];
            System.arraycopy(bytes, from, target, 0, held);
            bytes = target;
            from = 0;
            to = held;
        }
        System.arraycopy(source, at, bytes, to, length);
        to += length;
    }

    /** Takes bytes off; they stay readable until more come. */
    void take(int length) {
        from += length;
    }

    void clear() {
        from = to;
        if (bytes.length > KEPT_BYTES) {
            bytes = NO_BYTES;
            from = 0;
            to = 0;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index of the next byte. */
    int at() {
        return from;
    }

    int length() {
        return to - from;
    }

    /** Bytes of memory in use. */
    int heldBytes() {
        return bytes.length;
    }
}
