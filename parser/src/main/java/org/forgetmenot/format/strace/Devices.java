// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.strace;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.nio.ByteOrder;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/**
 * Which descriptors are FUSE devices, and so which calls carry messages: one is a device by its path ({@code -y}) or because
 * a plausible request was read from it.
 */
final class Devices {
    /** Devices remembered; a daemon has a few, a damaged capture may show any number. */
    private static final int DEVICES_MAX = 1 << 12;

    private static final int ERRNO_MAX = 511;

    private final IntOpenHashSet known = new IntOpenHashSet();
    private final LineReader lines;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /** @param lines where devices are counted that cannot be remembered */
    Devices(LineReader lines) {
        this.lines = lines;
    }

    /** Whether a call that writes, writes to a device. */
    boolean has(StraceCall call) {
        return call.file() == StraceCall.UNKNOWN_FILE ? known.contains(call.fd()) : call.file() == StraceCall.DEVICE;
    }

    /** Whether a call read a request; its descriptor is a device from now on. */
    boolean isRequest(StraceCall call) {
        boolean is = looksLikeRequest(call, order);
        if (!is && known.isEmpty() && looksLikeRequest(call, ByteOrder.BIG_ENDIAN)) {
            order = ByteOrder.BIG_ENDIAN; // the first request's length tells
            is = true;
        }
        if (is && known.size() < DEVICES_MAX) {
            known.add(call.fd());
        } else if (is && !known.contains(call.fd())) {
            lines.odd(DiagnosticCode.TASKS_TOO_MANY, 1);
        }
        return is;
    }

    /** The byte order of the daemon's machine, as far as it is known. */
    ByteOrder order() {
        return order;
    }

    private boolean looksLikeRequest(StraceCall call, ByteOrder assumed) {
        byte[] bytes = call.data().bytes();
        int length = call.data().length();
        if (length < InHeader.NODEID || InHeader.len(bytes, 0, assumed) != call.result()) {
            return false;
        }
        Opcode opcode = Opcode.of(InHeader.opcode(bytes, 0, assumed));
        boolean sure = call.file() == StraceCall.DEVICE || known.contains(call.fd());
        if (InHeader.unique(bytes, 0, assumed) == 0 || call.result() < InHeader.BYTES || (opcode == null && !sure)) {
            return false;
        }
        return sure || length < InHeader.BYTES || Bytes.u16(bytes, InHeader.PADDING, assumed) == 0;
    }

    /** Whether what a call wrote is a reply or a notification. */
    boolean isReply(StraceString data) {
        if (data.length() < OutHeader.BYTES) {
            return false;
        }
        long len = Integer.toUnsignedLong(OutHeader.len(data.bytes(), 0, order));
        int error = OutHeader.error(data.bytes(), 0, order);
        boolean fits = data.isCut() ? len >= data.length() : len == data.length();
        return fits && error >= -ERRNO_MAX && error <= ERRNO_MAX;
    }

    /** Whether it is the header of a reply whose data goes another way. */
    boolean isReplyHeader(StraceString data) {
        return data.length() == OutHeader.BYTES
                && Integer.toUnsignedLong(OutHeader.len(data.bytes(), 0, order)) > OutHeader.BYTES
                && OutHeader.error(data.bytes(), 0, order) == 0
                && OutHeader.unique(data.bytes(), 0, order) != 0;
    }
}
