// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction of a stream into FUSE messages: each says its own length. A stream that is seen from its beginning
 * must begin with one. Otherwise, and after a gap, it looks for a place where a plausible header is, and where the next
 * one is where the first says; or where one message is exactly what one segment carried.
 */
final class MessageCutter {
    /** How much is looked through for a first message before a stream is taken for something else. */
    static final int SEARCH_BYTES_MAX = 2 << 20;
    /** So many headers in a row leave no doubt. */
    private static final int HEADERS_SURE = 3;
    /** Places that only later bytes can decide. */
    private static final int UNDECIDED_MAX = 64;

    private static final ByteOrder[] ORDERS = {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN};

    private enum State {
        AT_START,
        ALIGNED,
        SEARCHING,
        FOREIGN
    }

    private enum Chain {
        HOLDS,
        BREAKS,
        UNDECIDED
    }

    private final ByteQueue queue = new ByteQueue();
    private final IntArrayList undecided = new IntArrayList();
    private State state;
    private @Nullable Header header;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int searched;
    private int segmentAt;
    private int messageAt;
    private int messageBytes;
    private boolean found;
    private boolean lost;

    /**
     * @param fromStart whether the first bytes are the stream's first
     */
    MessageCutter(boolean fromStart) {
        state = fromStart ? State.AT_START : State.SEARCHING;
    }

    /** Tells what the other direction turned out to be. */
    void expect(Header expected, ByteOrder expectedOrder) {
        if (header == null) {
            header = expected;
            order = expectedOrder;
        }
    }

    void add(byte[] bytes, int at, int length) {
        if (state == State.FOREIGN) {
            return;
        }
        queue.add(bytes, at, length);
        segmentAt = queue.length() - length;
    }

    /** Bytes are missing here: what came before them and is no whole message is of no use. */
    void gap() {
        if (state == State.ALIGNED || state == State.AT_START) {
            lost = true;
        }
        if (state != State.FOREIGN) {
            restart();
            queue.clear();
        }
    }

    private void restart() {
        state = State.SEARCHING;
        undecided.clear();
        searched = 0;
        segmentAt = 0;
    }

    /** Whether messages were lost since this was asked last; what was lost of a stream is known to be messages when one is found. */
    boolean takeLost() {
        boolean was = lost && found;
        lost &= !was;
        return was;
    }

    /** Whether a message was found here, ever. */
    boolean isFuse() {
        return found;
    }

    /** Whether the first bytes of a message are here, or bytes in which none was found yet. */
    boolean isInMessage() {
        return queue.length() > 0;
    }

    boolean isForeign() {
        return state == State.FOREIGN;
    }

    /** Brings the next whole message; its bytes are valid until more are added. */
    boolean next() {
        if (state == State.AT_START && !start()) {
            return false;
        }
        if (state == State.SEARCHING && !search()) {
            return false;
        }
        return state == State.ALIGNED && aligned();
    }

    private boolean start() {
        if (queue.length() < Header.REPLY.bytes()) {
            return false;
        }
        for (ByteOrder candidate : ORDERS) {
            for (Header kind : Header.values()) {
                if ((header == null || (header == kind && order == candidate)) && begins(kind, candidate)) {
                    accept(0, kind, candidate);
                    return true;
                }
            }
        }
        state = State.FOREIGN;
        queue.clear();
        return false;
    }

    private boolean begins(Header kind, ByteOrder candidate) {
        return (queue.length() >= kind.bytes()
                        ? kind.anywhere(queue.bytes(), queue.at(), candidate)
                        : kind.following(queue.bytes(), queue.at(), candidate))
                >= 0;
    }

    private boolean aligned() {
        Header kind = header;
        if (kind == null || queue.length() < Header.REPLY.bytes()) {
            return false;
        }
        int length = kind.following(queue.bytes(), queue.at(), order);
        if (length < 0) {
            lost = true;
            restart();
            return next();
        }
        if (length > queue.length()) {
            return false;
        }
        messageAt = queue.at();
        messageBytes = length;
        queue.take(length);
        return true;
    }

    private void accept(int ahead, Header kind, ByteOrder messageOrder) {
        queue.take(ahead);
        header = kind;
        order = messageOrder;
        found = true;
        undecided.clear();
        state = State.ALIGNED;
    }

    private boolean search() {
        for (int i = 0; i < undecided.size(); i++) {
            int place = undecided.getInt(i);
            Chain chain = chain(ahead(place), kind(place), order(place));
            if (chain == Chain.HOLDS) {
                accept(ahead(place), kind(place), order(place));
                return true;
            }
            if (chain == Chain.BREAKS) {
                undecided.removeInt(i--);
            }
        }
        // a reply's header is shorter than a request's, whose place is decided when it is whole
        for (; searched + Header.REQUEST.bytes() <= queue.length() || isShortTail(); searched++) {
            if (searchAt(searched)) {
                return true;
            }
        }
        if (queue.length() > SEARCH_BYTES_MAX) {
            giveUp();
        }
        return false;
    }

    /** The last segment may be one reply of 16 bytes. */
    private boolean isShortTail() {
        return searched == segmentAt && searched + Header.REPLY.bytes() <= queue.length() && header != Header.REQUEST;
    }

    private boolean searchAt(int ahead) {
        for (ByteOrder candidate : ORDERS) {
            for (Header kind : Header.values()) {
                if (header != null && (header != kind || order != candidate)) {
                    continue;
                }
                Chain chain = chain(ahead, kind, candidate);
                if (chain == Chain.HOLDS) {
                    accept(ahead, kind, candidate);
                    return true;
                }
                if (chain == Chain.UNDECIDED && undecided.size() < UNDECIDED_MAX) {
                    undecided.add(
                            ahead << 2 | (kind == Header.REPLY ? 2 : 0) | (candidate == ByteOrder.BIG_ENDIAN ? 1 : 0));
                }
            }
        }
        return false;
    }

    private static int ahead(int place) {
        return place >>> 2;
    }

    private static Header kind(int place) {
        return (place & 2) == 0 ? Header.REQUEST : Header.REPLY;
    }

    private static ByteOrder order(int place) {
        return (place & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private Chain chain(int ahead, Header kind, ByteOrder candidate) {
        int place = ahead;
        for (int headers = 0; headers < HEADERS_SURE; headers++) {
            int room = queue.length() - place;
            if (room < kind.bytes()) {
                boolean sure = headers > 1 || (headers == 1 && room == 0 && ahead == segmentAt);
                return sure ? Chain.HOLDS : Chain.UNDECIDED;
            }
            int length = kind.anywhere(queue.bytes(), queue.at() + place, candidate);
            if (length < 0) {
                return Chain.BREAKS;
            }
            if (length > room) {
                return headers > 0 ? Chain.HOLDS : Chain.UNDECIDED;
            }
            place += length;
        }
        return Chain.HOLDS;
    }

    private void giveUp() {
        boolean known = header != null;
        restart();
        queue.clear();
        if (!known) {
            state = State.FOREIGN;
        }
    }

    @Nullable
    Header header() {
        return header;
    }

    ByteOrder order() {
        return order;
    }

    byte[] bytes() {
        return queue.bytes();
    }

    int messageAt() {
        return messageAt;
    }

    int messageBytes() {
        return messageBytes;
    }

    int heldBytes() {
        return queue.heldBytes();
    }
}
