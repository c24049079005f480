// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.BinaryReader;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/** Reads the packets of a file one after another and decodes the FUSE messages in them. */
final class PcapReader implements CaptureReader {
    private final BinaryReader in;
    private final ReadContext context;
    private final Diagnostics diagnostics;
    private final Set<Capability> capabilities = PcapFormat.untimed();
    private final Packet packet = new Packet();
    private final Seen seen = new Seen();
    private final MessageTraffic messages;
    private @Nullable PacketFile file;
    /** Made for the first packet that is not of USER0: it brings pcap4j with it. */
    private @Nullable TcpTraffic tcp;

    private @Nullable MessageDecoder decoder;
    /** 0 for one without a name. */
    private long connection;

    private int queue = FuseRecord.NO_QUEUE;
    private boolean inTcp;
    private boolean atEnd;
    private boolean lost;
    /** How many were lost, 0 if nobody knows. */
    private long lostCount;

    private boolean countsHidden;
    private boolean found;

    PcapReader(InputStream stream, ReadContext context) {
        this.in = new BinaryReader(stream, PacketFile.WINDOW_BYTES);
        this.context = context;
        this.diagnostics = context.diagnostics();
        this.messages = new MessageTraffic(diagnostics);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (true) {
            if (lost) {
                lost = false;
                lost(event);
                return true;
            }
            if (decoder != null && decoder.next(event)) {
                way(event);
                return true;
            }
            decoder = null;
            if (!advance()) {
                return false;
            }
        }
    }

    private void lost(Event event) {
        event.start(EventKind.LOST, packet.position);
        way(event);
        if (lostCount != 0) {
            event.count(lostCount);
        }
        if (packet.timed) {
            event.timeNs(packet.timeNs);
        }
    }

    private void way(Event event) {
        if (connection != 0) {
            event.connection(connection);
        }
        if (queue != FuseRecord.NO_QUEUE) {
            event.queue(queue);
        }
    }

    /** Finds the next message, or that some were lost; false at the end of the capture. */
    private boolean advance() throws IOException {
        while (true) {
            if (inTcp && tcp != null && inTcp(tcp)) {
                return true;
            }
            inTcp = false;
            if (atEnd) {
                return end();
            }
            if (!file().next(packet)) {
                atEnd = true;
                if (tcp != null) {
                    tcp.finish();
                    inTcp = true;
                }
                continue;
            }
            if (packet()) {
                return true;
            }
        }
    }

    private boolean end() throws CaptureException {
        if (!found) {
            throw new CaptureException(context.path() + ": " + seen.sentence(tcp == null ? 0 : tcp.connectionsBegun()));
        }
        return false;
    }

    private PacketFile file() throws IOException {
        PacketFile known = file;
        if (known == null) {
            known = in.require(4) && ClassicFile.isMagic(in.i32(0))
                    ? new ClassicFile(in, diagnostics)
                    : new PcapngFile(in, diagnostics);
            file = known;
        }
        return known;
    }

    /** Whether the packet brought a message at once. */
    private boolean packet() {
        seen.packet(packet.linkType);
        if (packet.timed) {
            capabilities.add(Capability.TIME);
        }
        if (packet.linkType == FuseRecord.LINK_TYPE) {
            return message();
        }
        if (!Dissector.knows(packet.linkType)) {
            seen.kind(Dissector.Kind.UNKNOWN_LINK_TYPE);
            diagnostics.report(DiagnosticCode.PACKET_NOT_FUSE, packet.position);
            return false;
        }
        segment();
        return false;
    }

    private void segment() {
        TcpTraffic traffic = tcp == null ? new TcpTraffic(diagnostics) : tcp;
        tcp = traffic;
        Dissector.Kind kind = traffic.add(packet);
        seen.kind(kind);
        inTcp = kind == Dissector.Kind.TCP;
        if (inTcp ? traffic.isCut() : kind == Dissector.Kind.DAMAGED && packet.isCut()) {
            diagnostics.report(DiagnosticCode.PACKET_CUT, packet.position);
        } else if (!inTcp) {
            boolean isPiece = kind == Dissector.Kind.TCP_FRAGMENT;
            diagnostics.report(
                    isPiece ? DiagnosticCode.PACKET_FRAGMENT : DiagnosticCode.PACKET_NOT_FUSE, packet.position);
        }
    }

    private boolean message() {
        byte[] bytes = packet.bytes;
        int at = packet.at;
        if (!FuseRecord.isRecord(bytes, at, packet.length)) {
            diagnostics.report(DiagnosticCode.PACKET_NOT_FUSE, packet.position);
            return false;
        }
        if (packet.isCut()) {
            diagnostics.report(DiagnosticCode.PACKET_CUT, packet.position);
        }
        found = true;
        connection = FuseRecord.connection(bytes, at);
        queue = FuseRecord.queue(bytes, at);
        if (FuseRecord.kind(bytes, at) == FuseRecord.LOST) {
            lost(FuseRecord.lostCount(bytes, at, packet.length));
            return true;
        }
        decoder = messages.decode(packet);
        if (decoder == null) {
            lost(1);
        } else {
            countsHidden |= decoder.hidesCounts();
        }
        return true;
    }

    private void lost(long count) {
        lost = true;
        lostCount = count;
        diagnostics.report(DiagnosticCode.EVENTS_LOST, packet.position, Math.max(count, 1));
    }

    private boolean inTcp(TcpTraffic traffic) {
        boolean has = atEnd ? traffic.nextUnfinished() : traffic.next();
        queue = FuseRecord.NO_QUEUE;
        if (traffic.takeLost()) {
            lost(0);
        }
        if (has) {
            found = true;
            connection = traffic.connectionId();
            decoder = traffic.decode(packet.position, packet.timed, packet.timeNs);
            countsHidden |= decoder.hidesCounts();
        }
        return has || lost;
    }

    @Override
    public boolean showsEveryCount() {
        return !countsHidden;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(capabilities);
    }
}
