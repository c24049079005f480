// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/** The FUSE messages of packets of link type USER0, see {@link FuseRecord}: a decoder for each connection. */
final class MessageTraffic {
    /** Connections that are followed at a time; beyond, the one not heard of for longest is dropped. */
    static final int CONNECTIONS_MAX = 1024;

    private final Diagnostics diagnostics;
    private final Long2ObjectLinkedOpenHashMap<MessageDecoder> decoders = new Long2ObjectLinkedOpenHashMap<>();
    private @Nullable MessageDecoder last;
    private long lastConnection;

    MessageTraffic(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Begins to decode the message of a packet that holds one.
     *
     * @return null if there is too little of it to tell anything, which is a diagnostic
     */
    @Nullable
    MessageDecoder decode(Packet packet) {
        byte[] bytes = packet.bytes;
        MessageDecoder decoder = decoder(FuseRecord.connection(bytes, packet.at), packet.position);
        decoder.order(FuseRecord.order(bytes, packet.at));
        if (packet.timed) {
            decoder.timeNs(packet.timeNs);
        } else {
            decoder.timeUnknown();
        }
        int at = packet.at + FuseRecord.BYTES;
        int length = packet.length - FuseRecord.BYTES;
        boolean begun = FuseRecord.kind(bytes, packet.at) == FuseRecord.TO_SERVER
                ? decoder.fromKernel(bytes, at, length, packet.position)
                : decoder.fromServer(bytes, at, length, packet.position);
        return begun ? decoder : null;
    }

    private MessageDecoder decoder(long connection, long position) {
        MessageDecoder known = last;
        if (known != null && lastConnection == connection) {
            return known;
        }
        known = decoders.getAndMoveToLast(connection);
        if (known == null) {
            known = new MessageDecoder(diagnostics);
            decoders.putAndMoveToLast(connection, known);
            if (decoders.size() > CONNECTIONS_MAX) {
                decoders.removeFirst();
                diagnostics.report(DiagnosticCode.EVENTS_LOST, position);
            }
        }
        last = known;
        lastConnection = connection;
        return known;
    }
}
