// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.WholeMessage;

/**
 * Writes a fusedump as GlusterFS does, see {@link FusedumpFormat}: version 2, and a version 1 record for a message whose
 * time nobody knows, so that none is made up. Numbers are in the byte order of the messages.
 */
public final class FusedumpWriter implements CaptureWriter {
    private static final int ITEMS = 3;
    private static final int HEAD_BYTES = 33;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final byte[] SIGNATURE = {'G', 'L', 'U', 'S', 'T', 'E', 'R', (byte) 0xf5};

    private final OutputStream out;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);

    /**
     * @param out buffered; closed with this
     */
    public FusedumpWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public Outcome write(Event event) throws IOException {
        Outcome outcome = WholeMessage.of(event);
        Text message = event.message();
        if (outcome == Outcome.WRITTEN && message.length() > FusedumpReader.MESSAGE_BYTES_MAX) {
            return Outcome.MESSAGE_CUT;
        }
        ByteOrder order = WholeMessage.order(message);
        if (outcome != Outcome.WRITTEN || order == null) {
            return outcome;
        }
        byte direction =
                (byte) (WholeMessage.isFromServer(event) ? FusedumpFormat.FROM_SERVER : FusedumpFormat.FROM_KERNEL);
        head.clear().order(order).put(direction);
        if (event.hasTimeNs()) {
            head.putInt(ITEMS)
                    .putInt(FusedumpReader.TIME_ITEM_BYTES)
                    .putLong(Math.floorDiv(event.timeNs(), NS_PER_S))
                    .putInt((int) Math.floorMod(event.timeNs(), NS_PER_S))
                    .putInt(FusedumpReader.SIGNATURE_ITEM_BYTES)
                    .put(SIGNATURE);
        }
        out.write(head.array(), 0, head.position());
        out.write(message.bytes(), message.offset(), message.length());
        return Outcome.WRITTEN;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
