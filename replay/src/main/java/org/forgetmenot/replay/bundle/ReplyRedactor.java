// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** Replies without names and data: fixed parts stay, directory entries get other names, everything else becomes zeros. */
final class ReplyRedactor {
    private final NameCipher cipher;

    ReplyRedactor(NameCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * A copy of a whole message.
     *
     * @return null if its names cannot be told from the rest
     */
    byte @Nullable [] redact(byte[] message, Opcode opcode, ByteOrder order) {
        if (message.length <= OutHeader.BYTES || opcode == Opcode.INIT) {
            return message;
        }
        byte[] redacted = switch (opcode) {
            case READDIR -> entries(message, 0, order);
            case READDIRPLUS -> entries(message, Direntplus.DIRENT, order);
            case READLINK -> link(message);
            case GETXATTR, LISTXATTR -> kept(message, 0);
            default -> kept(message, opcode.replyBytes(Protocol.MINOR_MAX));
        };
        if (redacted != null) {
            Bytes.put32(redacted, OutHeader.LEN, order, redacted.length);
        }
        return redacted;
    }

    /** The first bytes, and zeros. */
    private static byte[] kept(byte[] message, int fixedBytes) {
        int kept = Math.min(message.length, OutHeader.BYTES + fixedBytes);
        return Arrays.copyOf(Arrays.copyOf(message, kept), message.length);
    }

    private byte[] link(byte[] message) {
        byte[] target = cipher.name(Arrays.copyOfRange(message, OutHeader.BYTES, message.length));
        byte[] redacted = Arrays.copyOf(message, OutHeader.BYTES + target.length);
        System.arraycopy(target, 0, redacted, OutHeader.BYTES, target.length);
        return redacted;
    }

    /**
     * Entries of a directory.
     *
     * @param before bytes of each before its {@link Dirent}
     */
    private byte @Nullable [] entries(byte[] message, int before, ByteOrder order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        out.write(message, 0, OutHeader.BYTES);
        int next = OutHeader.BYTES;
        while (message.length - next >= before + Dirent.NAME) {
            long length = Integer.toUnsignedLong(Dirent.namelen(message, next + before, order));
            long bytes = (before + Dirent.NAME + length + 7) & ~7L;
            if (bytes > message.length - next) {
                return null;
            }
            int from = next + before + Dirent.NAME;
            byte[] name = cipher.name(Arrays.copyOfRange(message, from, from + (int) length));
            byte[] entry = Arrays.copyOf(
                    Arrays.copyOfRange(message, next, from), (before + Dirent.NAME + name.length + 7) & ~7);
            System.arraycopy(name, 0, entry, before + Dirent.NAME, name.length);
            Bytes.put32(entry, before + Dirent.NAMELEN, order, name.length);
            out.writeBytes(entry);
            next += (int) bytes;
        }
        return out.toByteArray();
    }
}
