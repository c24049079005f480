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
        private final int missing;

        Waiting(int sequence, byte[] bytes, int missing) {
            this.sequence = sequence;
            this.bytes = bytes;
            this.missing = missing;
        }
    }

    private final MessageCutter cutter;
    private final List<Waiting> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean started;
    /** Sequence number of the first byte that was or could have been seen. */
    private int first;
    /** Sequence number of the byte that is to come. */
    private int next;

    private int acknowledged;
    /** Bytes from {@code next} on that were cut off. */
    private int hole;
    /** Segments with bytes in them since it is not known what the stream carries. */
    private long unread;

    /** Begins with the first byte after a SYN. */
    static TcpStream fromSyn(int sequence) {
        TcpStream stream = new TcpStream(true);
        stream.start(sequence + 1);
        return stream;
    }

    TcpStream(boolean fromStart) {
        cutter = new MessageCutter(fromStart);
    }

    private void start(int sequence) {
        started = true;
        first = sequence;
        next = sequence;
    }

    boolean isStarted() {
        return started;
    }

    /** Whether a SYN belongs to this stream, be it sent again or late, or begins another one. */
    boolean isSyn(int sequence) {
        return started && first == sequence + 1;
    }

    MessageCutter cutter() {
        return cutter;
    }

    /**
     * Takes the bytes of a segment, which are copied.
     *
     * @param missing bytes behind them that the recorder cut off
     */
    void add(int sequence, byte[] bytes, int at, int length, int missing) {
        if (length + missing == 0) {
            return;
        }
        unread++;
        if (cutter.isForeign()) {
            return;
        }
        if (!started) {
            start(sequence);
        }
        int ahead = sequence - next;
        if (ahead > JUMP_BYTES || ahead < -JUMP_BYTES) {
            waiting.clear();
            waitingBytes = 0;
            hole = 0;
            cutter.gap();
            start(sequence);
            ahead = 0;
        }
        if (ahead > 0) {
            waiting.add(new Waiting(sequence, Arrays.copyOfRange(bytes, at, at + length), missing));
            waitingBytes += length;
            return;
        }
        append(-ahead, bytes, at, length, missing);
        followers();
    }

    private void append(int known, byte[] bytes, int at, int length, int missing) {
        int unknown = length + missing - known;
        if (unknown <= 0) {
            return;
        }
        acknowledged = 0;
        if (known < length) {
            cutter.add(bytes, at + known, length - known);
            next += length - known;
        }
        hole = Math.min(unknown, missing);
    }

    /** Hands on what waited for the bytes that came. */
    private void followers() {
        boolean found = true;
        while (found && hole == 0 && !waiting.isEmpty()) {
            found = false;
            for (int i = 0; i < waiting.size(); i++) {
                Waiting one = waiting.get(i);
                if (one.sequence - next <= 0) {
                    waiting.remove(i);
                    waitingBytes -= one.bytes.length;
                    append(next - one.sequence, one.bytes, 0, one.bytes.length, one.missing);
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
        return hole > 0
                || waitingBytes > WAITING_BYTES_MAX
                || waiting.size() > WAITING_SEGMENTS_MAX
                || acknowledged > ACKNOWLEDGED_MAX;
    }

    boolean isWaiting() {
        return hole > 0 || !waiting.isEmpty();
    }

    /** Whether a message is not whole: the rest of it, or what comes before it, is missing. */
    boolean isIncomplete() {
        return isWaiting() || cutter.isInMessage();
    }

    /** Segments that were not counted yet and carry something that is not FUSE. */
    long takeForeign() {
        long taken = cutter.isFuse() ? 0 : unread;
        unread = 0;
        return taken;
    }

    /** Goes on behind the missing bytes, when those before them have been read. */
    void jump() {
        int bytes = hole;
        if (hole == 0) {
            bytes = Integer.MAX_VALUE;
            for (Waiting one : waiting) {
                bytes = Math.min(bytes, one.sequence - next);
            }
        }
        hole = 0;
        cutter.gap();
        next += bytes;
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
