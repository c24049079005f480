// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/** What the writers of raw messages ask of an event: whether it carries one, whole, and which way it went. */
public final class WholeMessage {
    private WholeMessage() {}

    /** What a target that holds only whole messages does with an event. */
    public static CaptureWriter.Outcome of(Event event) {
        return switch (event.kind()) {
            case REQUEST, REPLY, NOTIFY, OTHER -> {
                if (event.message().isEmpty()) {
                    yield event.kind() == org.forgetmenot.event.EventKind.OTHER
                            ? CaptureWriter.Outcome.NO_MESSAGE
                            : CaptureWriter.Outcome.MESSAGE_UNKNOWN;
                }
                yield order(event.message()) == null
                        ? CaptureWriter.Outcome.MESSAGE_CUT
                        : CaptureWriter.Outcome.WRITTEN;
            }
            case ENTRY, FORGET -> CaptureWriter.Outcome.IMPLIED;
            default -> CaptureWriter.Outcome.NO_MESSAGE;
        };
    }

    /** Whether a message went from the server to the kernel. A request that is sent again is an event OTHER. */
    public static boolean isFromServer(Event event) {
        return switch (event.kind()) {
            case REPLY, NOTIFY -> true;
            default -> false;
        };
    }

    /** The byte order in which a message's first number is its length; null if there is none, so that it is not whole. */
    public static @Nullable ByteOrder order(Text message) {
        if (message.length() < OutHeader.BYTES) {
            return null;
        }
        int length = Bytes.i32(message.bytes(), message.offset(), ByteOrder.LITTLE_ENDIAN);
        if (length == message.length()) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        return Integer.reverseBytes(length) == message.length() ? ByteOrder.BIG_ENDIAN : null;
    }
}
