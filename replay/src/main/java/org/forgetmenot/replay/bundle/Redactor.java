// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import java.util.Arrays;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.message.RawMessage;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Takes names and data out of events: names of files and extended attributes are replaced, consistently; what was read and
 * written becomes zeros of the same length, as do values of extended attributes. Nodeids, counts, errors, sizes and times stay.
 */
public final class Redactor {
    /** Before it, arguments were shorter: what is taken for them could be names and data. */
    private static final int MINOR_MIN = 12;

    private final NameCipher cipher = NameCipher.random();
    private final RequestRedactor requests = new RequestRedactor(cipher);
    private final ReplyRedactor replies = new ReplyRedactor(cipher);

    private boolean isOld;

    /** Redacts an event where it stands. */
    public void redact(Event event) {
        if (event.hasProtocolMinor() && event.kind() == EventKind.REPLY) {
            isOld = event.protocolMinor() < MINOR_MIN;
        }
        Opcode opcode = event.hasOpcode() ? Opcode.of(event.opcode()) : null;
        if (!event.message().isEmpty()) {
            message(event, opcode);
        }
        boolean isAttribute = opcode == Opcode.GETXATTR || opcode == Opcode.SETXATTR || opcode == Opcode.REMOVEXATTR;
        replace(event.name(), isAttribute);
        replace(event.secondName(), false);
    }

    private void replace(Text text, boolean isAttribute) {
        if (!text.isEmpty()) {
            byte[] name = Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length());
            byte[] other = isAttribute ? cipher.attribute(name) : cipher.name(name);
            text.set(other, 0, other.length);
        }
    }

    private void message(Event event, @Nullable Opcode opcode) {
        Text text = event.message();
        byte[] message = Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length());
        boolean isReply = RawMessage.isFromServer(event);
        boolean isWhole = RawMessage.statedBytes(event, RawMessage.order(event)) == message.length;
        byte[] redacted = opcode == null || event.kind() == EventKind.NOTIFY || !isWhole || isOld
                ? null // what nobody understands whole may hold anything
                : isReply
                        ? replies.redact(message, opcode, RawMessage.order(event))
                        : requests.redact(message, opcode, RawMessage.order(event));
        if (redacted == null) {
            text.clear();
        } else {
            text.set(redacted, 0, redacted.length);
            event.sizeBytes(redacted.length);
        }
    }
}
