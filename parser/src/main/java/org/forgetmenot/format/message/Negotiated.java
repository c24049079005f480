// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.Protocol;
import org.forgetmenot.wire.SetxattrIn;

/** What kernel and server agreed on in INIT, as far as it changes the shape of later messages. */
final class Negotiated {
    private int kernelMinor = Protocol.MINOR_MAX;
    private long kernelFlags;
    private int minor = Protocol.MINOR_MAX;
    private boolean known;
    private long flags;

    /** The minor both sides speak; the newest one while it is unknown. */
    int minor() {
        return minor;
    }

    /** Reads what the kernel offers; returns its minor. */
    int request(byte[] bytes, int at, int length, ByteOrder order) {
        known = false;
        minor = Protocol.MINOR_MAX;
        kernelMinor = minor(bytes, at + InitIn.MINOR, order);
        kernelFlags = InitFlags.ofRequest(bytes, at, length, order);
        return kernelMinor;
    }

    /** Reads what the server answers; returns the minor both speak, or -1 if there will be another INIT. */
    int reply(byte[] bytes, int at, int length, ByteOrder order) {
        if (InitOut.major(bytes, at, order) != Protocol.MAJOR) {
            return -1;
        }
        minor = Math.min(kernelMinor, minor(bytes, at + InitOut.MINOR, order));
        flags = kernelFlags & InitFlags.ofReply(bytes, at, length, order);
        known = true;
        return minor;
    }

    private static int minor(byte[] bytes, int at, ByteOrder order) {
        return (int) Math.min(Bytes.u32(bytes, at, order), Integer.MAX_VALUE);
    }

    /** Length of SETXATTR's arguments; judged by their looks where INIT is not in the capture. */
    int setxattrBytes(byte[] bytes, int at, int length, ByteOrder order) {
        if (known) {
            return Protocol.setxattrInSize((flags & InitFlags.SETXATTR_EXT) != 0);
        }
        // in the short form a name stands there, and no name begins with at most one byte before four NULs
        return Protocol.setxattrInSize(length >= SetxattrIn.BYTES
                && Bytes.u32(bytes, at + SetxattrIn.SETXATTR_FLAGS, order) <= 1
                && Bytes.i32(bytes, at + SetxattrIn.PADDING, order) == 0);
    }
}
