// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

import java.nio.ByteOrder;
import org.forgetmenot.format.message.MessageDecoder;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/**
 * Whether bytes of a stream can be the header of a FUSE message. The two directions cannot be mistaken for each other: the
 * second number of a request is an opcode, which is positive, and that of a reply is 0 or a negative errno.
 */
enum Header {
    REQUEST(InHeader.BYTES),
    REPLY(OutHeader.BYTES);

    /** Errors beyond this are no errno; the kernel refuses them. */
    private static final int ERRNO_MAX = 511;
    /** Longest request that carries no data: its arguments, two names and extensions. */
    private static final int PLAIN_REQUEST_BYTES_MAX = 1 << 17;

    private final int bytes;

    Header(int bytes) {
        this.bytes = bytes;
    }

    /** Length of the header. */
    int bytes() {
        return bytes;
    }

    Header other() {
        return this == REQUEST ? REPLY : REQUEST;
    }

    /** Length of a message that follows another whole one, or -1 if none can begin here; at least 16 bytes are there. */
    int following(byte[] message, int at, ByteOrder order) {
        int length = InHeader.len(message, at, order);
        if (length < bytes || length > MessageDecoder.MESSAGE_BYTES_MAX) {
            return -1;
        }
        int second = Bytes.i32(message, at + InHeader.OPCODE, order);
        boolean fits = switch (this) {
            case REQUEST -> second > 0;
            case REPLY -> (second <= 0 && second >= -ERRNO_MAX) || OutHeader.unique(message, at, order) == 0;
        };
        return fits ? length : -1;
    }

    /** The same in the middle of unknown bytes, where doubt must be small; the whole header is there. */
    int anywhere(byte[] message, int at, ByteOrder order) {
        int length = following(message, at, order);
        if (length < 0) {
            return -1;
        }
        return (this == REQUEST ? isRequest(message, at, length, order) : isReply(message, at, length, order))
                ? length
                : -1;
    }

    private static boolean isRequest(byte[] message, int at, int length, ByteOrder order) {
        Opcode opcode = Opcode.of(InHeader.opcode(message, at, order));
        if (opcode == null || InHeader.unique(message, at, order) == 0) {
            return false;
        }
        boolean carriesData = switch (opcode) {
            case WRITE, SETXATTR, IOCTL, NOTIFY_REPLY, BATCH_FORGET -> true;
            default -> length <= PLAIN_REQUEST_BYTES_MAX;
        };
        return carriesData
                && InHeader.totalExtlen(message, at, order) * 8 <= length - InHeader.BYTES
                && Bytes.u16(message, at + InHeader.PADDING, order) == 0;
    }

    private static boolean isReply(byte[] message, int at, int length, ByteOrder order) {
        int error = OutHeader.error(message, at, order);
        if (OutHeader.unique(message, at, order) == 0) {
            return NotifyCode.of(error) != null;
        }
        return error == 0 || length == OutHeader.BYTES;
    }
}
