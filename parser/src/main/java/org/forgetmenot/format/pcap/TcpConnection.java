// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/** A TCP connection: two streams, and the messages they carry if it is one that speaks FUSE. */
final class TcpConnection {
    private static final int FORWARD = 1;
    private static final int BACKWARD = 2;

    private final long id;
    private final Flow flow;
    private TcpStream forward = new TcpStream(false);
    private TcpStream backward = new TcpStream(false);
    private @Nullable MessageDecoder decoder;
    /** Which directions have ended. */
    private int finished;

    /**
     * @param id tells it apart from other connections of the file
     * @param flow of the first segment that was seen
     */
    TcpConnection(long id, Flow flow) {
        this.id = id;
        this.flow = flow;
    }

    long id() {
        return id;
    }

    /** The direction of its first segment. */
    Flow flow() {
        return flow;
    }

    boolean has(Segment segment) {
        return segment.isOf(flow) || segment.isAgainst(flow);
    }

    /** Whether a SYN begins another connection between the same ports. */
    boolean isAnother(Segment segment) {
        TcpStream stream = stream(segment);
        return segment.syn && stream.isStarted() && !stream.isSyn(segment.sequence);
    }

    private boolean isForward(Segment segment) {
        return segment.isOf(flow);
    }

    private TcpStream stream(Segment segment) {
        return isForward(segment) ? forward : backward;
    }

    /** Takes a segment in, and gives the stream that may have messages now. */
    TcpStream add(Segment segment) {
        if (segment.syn && !stream(segment).isStarted()) {
            if (isForward(segment)) {
                forward = TcpStream.fromSyn(segment.sequence);
            } else {
                backward = TcpStream.fromSyn(segment.sequence);
            }
        }
        TcpStream stream = stream(segment);
        TcpStream other = stream == forward ? backward : forward;
        if (segment.hasAcknowledgement) {
            other.acknowledged(segment.acknowledgement);
        }
        int first = segment.syn ? segment.sequence + 1 : segment.sequence;
        stream.add(first, segment.bytes, segment.at, segment.length, segment.missing);
        if (segment.fin) {
            finished |= isForward(segment) ? FORWARD : BACKWARD;
        }
        if (segment.rst) {
            finished = FORWARD | BACKWARD;
        }
        return stream;
    }

    TcpStream other(TcpStream stream) {
        return stream == forward ? backward : forward;
    }

    TcpStream forward() {
        return forward;
    }

    TcpStream backward() {
        return backward;
    }

    boolean isFuse() {
        return forward.cutter().isFuse() || backward.cutter().isFuse();
    }

    /** Whether there are FUSE messages of which segments did not come. */
    boolean isIncomplete() {
        return isFuse() && (forward.isIncomplete() || backward.isIncomplete());
    }

    /** Whether it could bring FUSE messages yet, if it were followed on. */
    boolean isOpen() {
        return isFuse() && (finished != (FORWARD | BACKWARD) || isIncomplete());
    }

    MessageDecoder decoder(Diagnostics diagnostics) {
        MessageDecoder made = decoder == null ? new MessageDecoder(diagnostics) : decoder;
        decoder = made;
        return made;
    }

    int heldBytes() {
        return forward.heldBytes() + backward.heldBytes();
    }
}
