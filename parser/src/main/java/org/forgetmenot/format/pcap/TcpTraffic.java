// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/** The TCP connections of a capture: takes packets in, brings the FUSE messages of their streams. */
final class TcpTraffic {
    /** Connections that are followed at a time; beyond, the one not heard of for longest is dropped. */
    static final int CONNECTIONS_MAX = 1024;
    /** Memory for bytes that wait, of all connections together; beyond, connections are dropped as above. */
    static final long HELD_BYTES_MAX = 256L << 20;
    /** Ids of TCP connections begin here, above those that a USER0 header can have. */
    static final long FIRST_ID = 1L << 32;

    private final Diagnostics diagnostics;
    private final Dissector dissector = new Dissector();
    private final Segment segment = new Segment();
    private final Map<Flow, TcpConnection> connections = new LinkedHashMap<>(64, 0.75f, true);
    private final ArrayDeque<TcpConnection> unfinished = new ArrayDeque<>();
    private long heldBytes;
    private long begun;
    /** Of the last packet with TCP in it. */
    private long position;

    private @Nullable TcpConnection connection;
    private @Nullable TcpStream stream;

    TcpTraffic(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Takes a packet in; take its messages with {@link #next}. */
    Dissector.Kind add(Packet packet) {
        Dissector.Kind kind =
                PlainHeaders.read(packet, segment) ? Dissector.Kind.TCP : dissector.dissect(packet, segment);
        if (kind != Dissector.Kind.TCP) {
            return kind;
        }
        position = packet.position;
        TcpConnection found = find();
        if (found.isAnother(segment)) {
            if (found.isIncomplete()) {
                diagnostics.report(DiagnosticCode.EVENTS_LOST, position);
            }
            forget(found);
            found = begin();
        }
        int before = found.heldBytes();
        connection = found;
        stream = found.add(segment);
        heldBytes += found.heldBytes() - before;
        if (connections.size() > CONNECTIONS_MAX || heldBytes > HELD_BYTES_MAX) {
            evict(found);
        }
        return kind;
    }

    /** Whether the recorder cut bytes off the segment of the last packet. */
    boolean isCut() {
        return segment.missing > 0;
    }

    private TcpConnection find() {
        TcpConnection last = connection;
        if (last != null && last.has(segment)) {
            return last;
        }
        Flow flow = segment.flow();
        TcpConnection known = connections.get(flow);
        if (known == null) {
            known = connections.get(flow.reversed());
        }
        return known == null ? begin() : known;
    }

    private TcpConnection begin() {
        TcpConnection made = new TcpConnection(FIRST_ID + begun, segment.flow());
        begun++;
        connections.put(made.flow(), made);
        return made;
    }

    private void forget(TcpConnection old) {
        heldBytes -= old.heldBytes();
        connections.remove(old.flow());
        foreign(old.forward());
        foreign(old.backward());
    }

    private void evict(TcpConnection kept) {
        for (TcpConnection eldest : new ArrayList<>(connections.values())) {
            if (connections.size() <= CONNECTIONS_MAX && heldBytes <= HELD_BYTES_MAX) {
                return;
            }
            if (eldest != kept) {
                if (eldest.isOpen()) {
                    diagnostics.report(DiagnosticCode.EVENTS_LOST, position);
                }
                forget(eldest);
            }
        }
    }

    /** Counts the packets of a stream that turned out to be something else than FUSE. */
    private void foreign(TcpStream other) {
        long packets = other.takeForeign();
        if (packets > 0) {
            diagnostics.report(DiagnosticCode.PACKET_NOT_FUSE, position, packets);
        }
    }

    /** Brings the next message of the stream that the last packet belongs to. */
    boolean next() {
        TcpStream current = stream;
        TcpConnection of = connection;
        if (current == null || of == null) {
            return false;
        }
        while (!current.cutter().next()) {
            if (!current.isStuck()) {
                if (current.cutter().isForeign()) {
                    foreign(current);
                }
                return false;
            }
            current.jump();
        }
        TcpStream.introduce(current, of.other(current));
        return true;
    }

    /** The capture is over: what waits for segments that never came is read without them. */
    void finish() {
        unfinished.addAll(connections.values());
        connections.clear();
        connection = null;
        stream = null;
    }

    /** Brings the next message after the end. */
    boolean nextUnfinished() {
        while (true) {
            TcpStream current = stream;
            TcpConnection of = connection;
            if (current != null && of != null) {
                if (current.cutter().next()) {
                    TcpStream.introduce(current, of.other(current));
                    return true;
                }
                if (current.isWaiting()) {
                    current.jump();
                    continue;
                }
                if (!of.isFuse()) {
                    foreign(current);
                } else if (current.cutter().isInMessage()) {
                    diagnostics.report(DiagnosticCode.CUT_SHORT, position);
                }
                if (current == of.forward()) {
                    stream = of.backward();
                    continue;
                }
            }
            connection = unfinished.poll();
            stream = connection == null ? null : connection.forward();
            if (connection == null) {
                return false;
            }
        }
    }

    /** The messages of the current stream lost some before the next one. */
    boolean takeLost() {
        return stream != null && stream.cutter().takeLost();
    }

    /** Begins to decode the message that {@link #next} brought. */
    MessageDecoder decode(long position, boolean timed, long timeNs) {
        TcpStream current = stream;
        TcpConnection of = connection;
        if (current == null || of == null) {
            throw new IllegalStateException("no message");
        }
        MessageCutter cutter = current.cutter();
        MessageDecoder decoder = of.decoder(diagnostics);
        decoder.order(cutter.order());
        if (timed) {
            decoder.timeNs(timeNs);
        } else {
            decoder.timeUnknown();
        }
        if (cutter.header() == Header.REQUEST) {
            decoder.fromKernel(cutter.bytes(), cutter.messageAt(), cutter.messageBytes(), position);
        } else {
            decoder.fromServer(cutter.bytes(), cutter.messageAt(), cutter.messageBytes(), position);
        }
        return decoder;
    }

    /** The connection of that message. */
    long connectionId() {
        return connection == null ? FIRST_ID : connection.id();
    }

    /** Connections that were met. */
    long connectionsBegun() {
        return begun;
    }
}
