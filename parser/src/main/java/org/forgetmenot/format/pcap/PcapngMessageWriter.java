// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.format.message.RawMessage;

/**
 * Writes FUSE messages as pcapng of link type USER0, see {@link FuseRecord}. Nothing of a message is lost, be it whole or
 * cut, nor where messages are missing.
 *
 * <p>A connection keeps its number if that has 32 bits and no other connection has it; else it gets one that is free, so
 * that connections of several captures are told apart.
 */
public final class PcapngMessageWriter implements CaptureWriter {
    /** Connections that are told apart. */
    static final int CONNECTIONS_MAX = 1 << 16;

    /** The longest packet of link type USER0 that Wireshark takes ({@code WTAP_MAX_PACKET_SIZE_STANDARD}). */
    static final int WIRESHARK_BYTES_MAX = 1 << 18;

    private static final int START_BYTES = 1 << 16;

    private final PcapngWriter out;
    private final int snapshotBytes;
    private final IntOpenHashSet taken = new IntOpenHashSet();
    private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
    private int lastGiven;
    private byte[] record = new byte[START_BYTES];

    /**
     * Begins a file.
     *
     * @param stream buffered; closed with this
     * @param snapshotBytes most bytes written of a packet, header included; 0 for no limit
     */
    public PcapngMessageWriter(OutputStream stream, int snapshotBytes) throws IOException {
        out = new PcapngWriter(stream, FuseRecord.LINK_TYPE, snapshotBytes);
        this.snapshotBytes = snapshotBytes;
    }

    @Override
    public void begin(Capture capture) {
        numbers.clear();
    }

    @Override
    public Outcome write(Event event) throws IOException {
        Outcome outcome = RawMessage.of(event);
        if (outcome != Outcome.WRITTEN && outcome != Outcome.LOSS) {
            return outcome;
        }
        long connection = event.hasConnection() ? event.connection() : 0;
        if (!numbers.containsKey(connection)) {
            if (taken.size() >= CONNECTIONS_MAX) {
                return Outcome.OTHER_CONNECTION;
            }
            numbers.put(connection, give(connection));
        }
        return outcome == Outcome.LOSS ? loss(event) : message(event);
    }

    private int give(long connection) {
        if (connection >>> Integer.SIZE == 0 && taken.add((int) connection)) {
            return (int) connection;
        }
        do {
            lastGiven++;
        } while (!taken.add(lastGiven));
        return lastGiven;
    }

    private Outcome message(Event event) throws IOException {
        Text message = event.message();
        ByteOrder order = RawMessage.order(event);
        long stated = RawMessage.statedBytes(event, order);
        boolean isCut = stated > message.length() && stated <= MessageDecoder.MESSAGE_BYTES_MAX;
        if (isCut && !event.hasTimeNs()) {
            return Outcome.MESSAGE_CUT;
        }
        int kind = RawMessage.isFromServer(event) ? FuseRecord.TO_KERNEL : FuseRecord.TO_SERVER;
        header(event, kind, order, message.length());
        System.arraycopy(message.bytes(), message.offset(), record, FuseRecord.BYTES, message.length());
        packet(event, message.length(), isCut ? (int) stated : message.length());
        return outcome(event, FuseRecord.BYTES + message.length());
    }

    private Outcome outcome(Event event, int length) {
        if (snapshotBytes != 0 && length > snapshotBytes) {
            return Outcome.WRITTEN_IN_PART;
        }
        if (length > WIRESHARK_BYTES_MAX) {
            return Outcome.WRITTEN_LONG;
        }
        return event.hasQueue() && queue(event) == FuseRecord.NO_QUEUE ? Outcome.WRITTEN_WITHOUT_WAY : Outcome.WRITTEN;
    }

    private Outcome loss(Event event) throws IOException {
        header(event, FuseRecord.LOST, ByteOrder.LITTLE_ENDIAN, Long.BYTES);
        FuseRecord.putLostCount(record, 0, event.hasCount() ? event.count() : 0);
        packet(event, Long.BYTES, Long.BYTES);
        return Outcome.LOSS_TOLD;
    }

    private void header(Event event, int kind, ByteOrder order, int bytesBehind) {
        if (record.length < FuseRecord.BYTES + bytesBehind) {
            record = new byte[(FuseRecord.BYTES + bytesBehind) * 2];
        }
        int number = numbers.get(event.hasConnection() ? event.connection() : 0);
        FuseRecord.put(record, 0, kind, number, queue(event), order);
    }

    private static int queue(Event event) {
        return event.hasQueue() && event.queue() >= 0 && event.queue() < FuseRecord.NO_QUEUE
                ? event.queue()
                : FuseRecord.NO_QUEUE;
    }

    private void packet(Event event, int bytesBehind, int originalBytesBehind) throws IOException {
        int length = FuseRecord.BYTES + bytesBehind;
        if (event.hasTimeNs()) {
            out.packet(event.timeNs(), record, 0, length, FuseRecord.BYTES + originalBytesBehind);
        } else {
            out.untimed(record, 0, length);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
