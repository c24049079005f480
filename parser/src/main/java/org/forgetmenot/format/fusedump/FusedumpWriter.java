// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.message.RawMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes a fusedump as GlusterFS does, see {@link FusedumpFormat}: version 2, and a version 1 record for a message whose
 * time nobody knows, so that none is made up. Numbers are in the byte order of the messages.
 *
 * <p>It holds one connection of each capture, the first: nodeids and uniques of another would be taken for its own.
 */
public final class FusedumpWriter implements CaptureWriter {
    private static final int ITEMS = 3;
    private static final int HEAD_BYTES = 33;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final byte[] SIGNATURE = {'G', 'L', 'U', 'S', 'T', 'E', 'R', (byte) 0xf5};

    private final OutputStream out;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private @Nullable ByteOrder order;
    private boolean begun;
    private long connection;

    /**
     * @param out buffered; closed with this
     */
    public FusedumpWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(Capture capture) {
        begun = false;
    }

    @Override
    public Outcome write(Event event) throws IOException {
        Outcome outcome = RawMessage.of(event);
        if (outcome != Outcome.WRITTEN) {
            return outcome;
        }
        long of = event.hasConnection() ? event.connection() : 0;
        if (begun && of != connection) {
            return Outcome.OTHER_CONNECTION;
        }
        begun = true;
        connection = of;
        ByteOrder its = RawMessage.order(event);
        if (RawMessage.statedBytes(event, its) != event.message().length()) {
            return Outcome.MESSAGE_CUT;
        }
        if (order != null && order != its) {
            return Outcome.OTHER_BYTE_ORDER;
        }
        order = its;
        record(event, its);
        return connection != 0 || event.hasQueue() ? Outcome.WRITTEN_WITHOUT_WAY : Outcome.WRITTEN;
    }

    private void record(Event event, ByteOrder numbers) throws IOException {
        head.clear().order(numbers).put((byte)
                (RawMessage.isFromServer(event) ? FusedumpFormat.FROM_SERVER : FusedumpFormat.FROM_KERNEL));
        if (event.hasTimeNs()) {
            head.putInt(ITEMS)
                    .putInt(FusedumpReader.TIME_ITEM_BYTES)
                    .putLong(Math.floorDiv(event.timeNs(), NS_PER_S))
                    .putInt((int) Math.floorMod(event.timeNs(), NS_PER_S))
                    .putInt(FusedumpReader.SIGNATURE_ITEM_BYTES)
                    .put(SIGNATURE);
        }
        Text message = event.message();
        out.write(head.array(), 0, head.position());
        out.write(message.bytes(), message.offset(), message.length());
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
