// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.GetxattrIn;
import org.forgetmenot.wire.GetxattrOut;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.IoctlIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.forgetmenot.wire.ReadIn;
import org.forgetmenot.wire.SetxattrIn;
import org.forgetmenot.wire.WriteIn;

/**
 * How much room a kernel leaves for a reply, and whether a request is whole. Real servers hold both against each other: one byte
 * less, and a reply is lost; one more, and a READ is filled with what nobody asked for; a body that is cut short has killed them.
 */
final class ReplyRoom {
    /** The layouts of today, which every server on a virtqueue or behind libfuse 3 has. */
    private static final int MINOR = Protocol.MINOR_MAX;
    /** {@code PAGE_SIZE}, of which {@code fuse_readlink_page} leaves the last byte for the NUL. */
    private static final int LINK_BYTES = 4095;

    private ReplyRoom() {}

    /** The longest reply to a request, header included; more than {@link Target#REPLY_BYTES_MAX} if it asks for too much. */
    static long of(byte[] message) {
        Opcode opcode = Opcode.of(Wire.i32(message, InHeader.OPCODE));
        if (opcode == null) {
            return OutHeader.BYTES;
        }
        return OutHeader.BYTES
                + switch (opcode) {
                    case INIT -> InitOut.BYTES;
                    case READ, READDIR, READDIRPLUS -> Wire.u32(message, InHeader.BYTES + ReadIn.SIZE);
                    case READLINK -> LINK_BYTES;
                    case GETXATTR, LISTXATTR -> {
                        long size = Wire.u32(message, InHeader.BYTES + GetxattrIn.SIZE);
                        yield size == 0 ? GetxattrOut.BYTES : size;
                    }
                    case IOCTL -> opcode.replyBytes(MINOR) + Wire.u32(message, InHeader.BYTES + IoctlIn.OUT_SIZE);
                    default -> opcode.replyBytes(MINOR);
                };
    }

    /** Whether a request has all that its opcode and its own numbers say it has. */
    static boolean isWhole(byte[] message, int length) {
        Opcode opcode = Opcode.of(Wire.i32(message, InHeader.OPCODE));
        if (length < InHeader.BYTES || opcode == null || Wire.u32(message, InHeader.LEN) != length) {
            return false;
        }
        int at = InHeader.BYTES + opcode.argsBytes(MINOR);
        if (at > length) {
            return false;
        }
        if (opcode == Opcode.SETXATTR) {
            return isSetxattrWhole(message, length);
        }
        for (int i = 0; i < opcode.names(); i++) {
            at = afterName(message, at, length);
            if (at < 0) {
                return false;
            }
        }
        return switch (opcode) {
            case WRITE -> length - at == Wire.u32(message, InHeader.BYTES + WriteIn.SIZE);
            case IOCTL -> length - at == Wire.u32(message, InHeader.BYTES + IoctlIn.IN_SIZE);
            default -> true;
        };
    }

    /** Its arguments have one length or the other, as was agreed upon in INIT; the value must end with the message. */
    private static boolean isSetxattrWhole(byte[] message, int length) {
        long size = Wire.u32(message, InHeader.BYTES + SetxattrIn.SIZE);
        for (int args : new int[] {Protocol.COMPAT_SETXATTR_IN_SIZE, SetxattrIn.BYTES}) {
            int at = afterName(message, InHeader.BYTES + args, length);
            if (at > 0 && length - at == size) {
                return true;
            }
        }
        return false;
    }

    /** Where the byte behind a NUL-terminated name is, -1 if there is no NUL. */
    private static int afterName(byte[] message, int from, int length) {
        for (int at = from; at < length; at++) {
            if (message[at] == 0) {
                return at + 1;
            }
        }
        return -1;
    }
}
