// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.BinaryReader;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Opcode;

/** Cuts a fusedump into records, see {@link FusedumpFormat} for their shape, and reads the message of each. */
final class FusedumpReader implements CaptureReader {
    /** The first number of a record counts its items below this, and is a message's length from here on. */
    static final int ITEMS_END = 16;
    /** Longest item before the message. */
    private static final int ITEM_BYTES_MAX = 64;

    static final int TIME_ITEM_BYTES = 16;
    static final int SIGNATURE_ITEM_BYTES = 12;
    /** Read as a little-endian number: "GLUSTER\xF5". */
    private static final long SIGNATURE = 0xf552_4554_5355_4c47L;

    private static final int NUMBER_AT = 1;
    private static final int ITEMS_AT = 5;
    private static final long NS_PER_S = 1_000_000_000L;

    private final BinaryReader in;
    private final Diagnostics diagnostics;
    private final MessageDecoder decoder;
    private final Set<Capability> capabilities = FusedumpFormat.untimed();

    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean begun;
    private boolean ended;
    private int recordBytes;
    private int messageAt;
    private boolean timed;
    private long timeNs;
    private boolean countsHidden;
    private long lastTimeNs = Long.MIN_VALUE;

    FusedumpReader(InputStream stream, Diagnostics diagnostics) {
        this.in = new BinaryReader(stream, ITEMS_AT + ITEMS_END * ITEM_BYTES_MAX + MessageDecoder.MESSAGE_BYTES_MAX);
        this.diagnostics = diagnostics;
        this.decoder = new MessageDecoder(diagnostics);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (!decoder.next(event)) {
            if (!nextRecord()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean showsEveryCount() {
        return !countsHidden;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(capabilities);
    }

    private boolean nextRecord() throws IOException {
        in.skip(recordBytes);
        recordBytes = 0;
        if (ended || !in.require(1)) {
            return false;
        }
        int direction = in.u8(0);
        if (direction != FusedumpFormat.FROM_KERNEL && direction != FusedumpFormat.FROM_SERVER) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        if (!in.require(ITEMS_AT)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        if (!begun) {
            begun = true;
            findOrder();
        }
        if (!items()) {
            return false;
        }
        give(direction);
        return true;
    }

    private boolean stop(DiagnosticCode why) {
        diagnostics.report(why, in.offset());
        ended = true;
        return false;
    }

    /** The first record tells the recorder's byte order: a small count of items, or an opcode that is INIT. */
    private void findOrder() throws IOException {
        int number = in.i32(NUMBER_AT);
        int swapped = Integer.reverseBytes(number);
        boolean isSwapped;
        if (number >= 0 && number < ITEMS_END) {
            isSwapped = false;
        } else if (swapped > 0 && swapped < ITEMS_END) {
            isSwapped = true;
        } else if (in.require(ITEMS_AT + 4) && in.i32(ITEMS_AT) == Opcode.INIT_BSWAP_RESERVED) {
            isSwapped = true;
        } else {
            isSwapped = !FusedumpFormat.isMessageLength(number) && FusedumpFormat.isMessageLength(swapped);
        }
        order = isSwapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        decoder.order(order);
    }

    private int i32(int ahead) {
        return Bytes.i32(in.buffer(), in.position() + ahead, order);
    }

    /** Passes the items before the message; false if reading stops here. */
    private boolean items() throws IOException {
        timed = false;
        int items = i32(NUMBER_AT);
        if (items < 0 || items >= ITEMS_END) {
            return message(NUMBER_AT, items);
        }
        int ahead = ITEMS_AT;
        for (int i = 0; i < items; i++) {
            if (!in.require(ahead + 4)) {
                return stop(DiagnosticCode.CUT_SHORT);
            }
            int length = i32(ahead);
            if (i == items - 1) {
                return message(ahead, length);
            }
            if (length < 4 || length > ITEM_BYTES_MAX) {
                return stop(DiagnosticCode.RECORD_DAMAGED);
            }
            if (!in.require(ahead + length)) {
                return stop(DiagnosticCode.CUT_SHORT);
            }
            if (!item(i, ahead, length)) {
                return stop(DiagnosticCode.RECORD_DAMAGED);
            }
            ahead += length;
        }
        messageAt = ahead;
        recordBytes = ahead;
        return true;
    }

    private boolean item(int index, int ahead, int length) {
        if (index == 0 && length == TIME_ITEM_BYTES) {
            timed = true;
            byte[] bytes = in.buffer();
            int at = in.position() + ahead;
            timeNs = Bytes.i64(bytes, at + 4, order) * NS_PER_S + Bytes.u32(bytes, at + 12, order);
            return true;
        }
        return index != 1 || length != SIGNATURE_ITEM_BYTES || in.i64(ahead + 4) == SIGNATURE;
    }

    private boolean message(int ahead, int length) throws IOException {
        if (length < 4 || length > MessageDecoder.MESSAGE_BYTES_MAX) {
            return stop(DiagnosticCode.RECORD_DAMAGED);
        }
        if (!in.require(ahead + length)) {
            return stop(DiagnosticCode.CUT_SHORT);
        }
        messageAt = ahead;
        recordBytes = ahead + length;
        return true;
    }

    private void give(int direction) {
        int length = recordBytes - messageAt;
        if (length == 0) {
            return;
        }
        if (timed) {
            capabilities.add(Capability.TIME);
            if (timeNs < lastTimeNs) {
                diagnostics.report(DiagnosticCode.CLOCK_BACKWARDS, in.offset());
            }
            lastTimeNs = timeNs;
            decoder.timeNs(timeNs);
        } else {
            decoder.timeUnknown();
        }
        if (direction == FusedumpFormat.FROM_KERNEL) {
            decoder.fromKernel(in.buffer(), in.position() + messageAt, length, in.offset());
        } else {
            decoder.fromServer(in.buffer(), in.position() + messageAt, length, in.offset());
        }
        countsHidden |= decoder.hidesCounts();
    }
}
