// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.OutHeader;

/** What the writers of raw messages ask of an event: whether it carries one, which way it went, and how it is to be read. */
public final class RawMessage {
    private RawMessage() {}

    /** {@link Outcome#WRITTEN} if the event carries a message, whole or not; else what becomes of it in a target of messages. */
    public static Outcome of(Event event) {
        int length = event.message().length();
        return switch (event.kind()) {
            case REQUEST, REPLY, NOTIFY -> length == 0 ? Outcome.MESSAGE_UNKNOWN : ofLength(length);
            case OTHER -> length == 0 ? Outcome.NO_MESSAGE : ofLength(length);
            case ENTRY, FORGET -> Outcome.IMPLIED;
            case ENTRY_WITHDRAWN -> Outcome.WITHDRAWAL;
            case LOST -> Outcome.LOSS;
            default -> Outcome.NO_MESSAGE;
        };
    }

    private static Outcome ofLength(int length) {
        if (length < OutHeader.BYTES) {
            return Outcome.MESSAGE_CUT;
        }
        return length > MessageDecoder.MESSAGE_BYTES_MAX ? Outcome.MESSAGE_TOO_LONG : Outcome.WRITTEN;
    }

    /** Whether a message went from the server to the kernel. A request that is sent again is an event OTHER. */
    public static boolean isFromServer(Event event) {
        return switch (event.kind()) {
            case REPLY, NOTIFY -> true;
            default -> false;
        };
    }

    /** The byte order in which the message's header says what the event says. */
    public static ByteOrder order(Event event) {
        return !agrees(event, ByteOrder.LITTLE_ENDIAN) && agrees(event, ByteOrder.BIG_ENDIAN)
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    private static boolean agrees(Event event, ByteOrder order) {
        Text message = event.message();
        byte[] bytes = message.bytes();
        int at = message.offset();
        long size = event.hasSizeBytes() ? event.sizeBytes() : message.length();
        if (Math.max(statedBytes(event, order), message.length()) != size) {
            return false;
        }
        if (event.hasUnique() && (OutHeader.unique(bytes, at, order) & ~InHeader.UNIQUE_RESEND) != event.unique()) {
            return false;
        }
        int second = OutHeader.error(bytes, at, order);
        return switch (event.kind()) {
            case REPLY -> !event.hasError() || event.error() == second;
            case NOTIFY -> !event.hasCount() || event.count() == second;
            default -> !event.hasOpcode() || event.opcode() == second;
        };
    }

    /** How long the message says that it is; unsigned 32 bit. */
    public static long statedBytes(Event event, ByteOrder order) {
        return Integer.toUnsignedLong(
                OutHeader.len(event.message().bytes(), event.message().offset(), order));
    }
}
