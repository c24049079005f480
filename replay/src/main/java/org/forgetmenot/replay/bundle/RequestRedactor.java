// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** Requests without names and data: header and arguments stay, names are replaced, everything behind becomes zeros. */
final class RequestRedactor {
    private final NameCipher cipher;

    RequestRedactor(NameCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * A copy of a whole message.
     *
     * @return null if its names cannot be told from the rest
     */
    byte @Nullable [] redact(byte[] message, Opcode opcode, ByteOrder order) {
        int next = InHeader.BYTES + opcode.argsBytes(Protocol.MINOR_MAX);
        if (opcode == Opcode.INIT || opcode == Opcode.BATCH_FORGET) {
            return message; // all of it is numbers
        }
        if (next > message.length) {
            return opcode.names() == 0 ? message : null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        out.write(message, 0, next);
        for (int i = 0; i < opcode.names(); i++) {
            int end = next;
            while (end < message.length && message[end] != 0) {
                end++;
            }
            if (end == message.length) {
                return null;
            }
            byte[] name = Arrays.copyOfRange(message, next, end);
            out.writeBytes(isAttribute(opcode) ? cipher.attribute(name) : cipher.name(name));
            out.write(0);
            next = end + 1;
        }
        out.writeBytes(new byte[message.length - next]);
        byte[] redacted = out.toByteArray();
        Bytes.put32(redacted, InHeader.LEN, order, redacted.length);
        return redacted;
    }

    private static boolean isAttribute(Opcode opcode) {
        return opcode == Opcode.GETXATTR || opcode == Opcode.SETXATTR || opcode == Opcode.REMOVEXATTR;
    }
}
