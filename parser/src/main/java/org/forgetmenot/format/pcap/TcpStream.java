// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One direction of a TCP connection: puts segments in order, drops what was sent again, and hands the bytes on to be cut
 * into messages. A missing segment is waited for until the receiver has acknowledged it often enough that it must have
 * been there, or until too much waits behind it.
 */
final class TcpStream {
    /** Bytes that wait behind a missing segment. */
    static final int WAITING_BYTES_MAX = 4 << 20;

    static final int WAITING_SEGMENTS_MAX = 4096;
    /** Acknowledgements of a missing segment until it is given up: recorders swap neighbours, not more. */
    static final int ACKNOWLEDGED_MAX = 64;
    /** Farther ahead or back than a window ever reaches: another connection of the same ports, whose SYN is missing. */
    private static final int JUMP_BYTES = 1 << 28;

    private static final class Waiting {
        private final int sequence;
        private final byte[] bytes;

        Waiting(int sequence, byte[] bytes) {
            this.sequence = sequence;
            this.bytes = bytes;
        }
    }

    private final MessageCutter cutter;
    private final List<Waiting> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean started;
    private int next;
    private int acknowledged;

    /** Begins with the first byte after a SYN. */
    static TcpStream fromSyn(int sequence) {
        TcpStream stream = new TcpStream(true);
        stream.started = true;
        stream.next = sequence + 1;
        return stream;
    }

    TcpStream(boolean fromStart) {
        cutter = new MessageCutter(fromStart);
    }

    boolean isStarted() {
        return started;
    }

    /** Whether a SYN belongs to this stream, or begins another one. */
    boolean isSyn(int sequence) {
        return started && next == sequence + 1;
    }

    MessageCutter cutter() {
        return cutter;
    }

    /** Takes the bytes of a segment, which are copied. */
    void add(int sequence, byte[] bytes, int at, int length) {
        if (length == 0 || cutter.isForeign()) {
            return;
        }
        if (!started) {
            started = true;
            next = sequence;
        }
        int ahead = sequence - next;
        if (ahead > JUMP_BYTES || ahead < -JUMP_BYTES) {
            waiting.clear();
            waitingBytes = 0;
            cutter.gap();
            next = sequence;
            ahead = 0;
        }
        if (ahead > 0) {
            waiting.add(new Waiting(sequence, Arrays.copyOfRange(bytes, at, at + length)));
            waitingBytes += length;
            return;
        }
        append(-ahead, bytes, at, length);
        followers();
    }

    private void append(int known, byte[] bytes, int at, int length) {
        if (known < length) {
            cutter.add(bytes, at + known, length - known);
            next += length - known;
            acknowledged = 0;
        }
    }

    /** Hands on what waited for the bytes that came. */
    private void followers() {
        boolean found = true;
        while (found && !waiting.isEmpty()) {
            found = false;
            for (int i = 0; i < waiting.size(); i++) {
                Waiting one = waiting.get(i);
                if (one.sequence - next <= 0) {
                    waiting.remove(i);
                    waitingBytes -= one.bytes.length;
                    append(next - one.sequence, one.bytes, 0, one.bytes.length);
                    found = true;
                    break;
                }
            }
        }
    }

    /** The receiver has everything before {@code sequence}. */
    void acknowledged(int sequence) {
        if (!waiting.isEmpty() && sequence - next > 0) {
            acknowledged++;
        }
    }

    /** Whether the missing segment will not come any more. */
    boolean isStuck() {
        return waitingBytes > WAITING_BYTES_MAX
                || waiting.size() > WAITING_SEGMENTS_MAX
                || acknowledged > ACKNOWLEDGED_MAX;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Goes on behind the missing bytes. */
    void jump() {
        int nearest = Integer.MAX_VALUE;
        for (Waiting one : waiting) {
            nearest = Math.min(nearest, one.sequence - next);
        }
        cutter.gap();
        next += nearest;
        acknowledged = 0;
        followers();
    }

    /** Tells the other direction's cutter, once it is known, what this one is. */
    static void introduce(TcpStream known, TcpStream other) {
        Header header = known.cutter.header();
        if (header != null) {
            ByteOrder order = known.cutter.order();
            other.cutter.expect(header.other(), order);
        }
    }

    int heldBytes() {
        return waitingBytes + cutter.heldBytes();
    }
}
