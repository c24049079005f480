// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.FileType;
import org.forgetmenot.wire.OpenOut;
import org.forgetmenot.wire.OutHeader;

/** Whether a reply whose request nobody saw is one that hands out an entry. */
final class Plausible {
    private static final int NSEC_MAX = 999_999_999;

    private Plausible() {}

    /** By its length, its file type, and values that only an entry keeps within their bounds. */
    static boolean isEntryReply(byte[] bytes, int at, int length, ByteOrder order) {
        int payload = length - OutHeader.BYTES;
        if (payload != EntryOut.BYTES && payload != EntryOut.BYTES + OpenOut.BYTES) {
            return false;
        }
        int entry = at + OutHeader.BYTES;
        int attr = entry + EntryOut.ATTR;
        return EntryOut.nodeid(bytes, entry, order) != 0
                && isNsec(EntryOut.entryValidNsec(bytes, entry, order))
                && isNsec(EntryOut.attrValidNsec(bytes, entry, order))
                && isNsec(Attr.atimensec(bytes, attr, order))
                && isNsec(Attr.mtimensec(bytes, attr, order))
                && isNsec(Attr.ctimensec(bytes, attr, order))
                && Attr.size(bytes, attr, order) >= 0
                && isMode(Attr.mode(bytes, attr, order));
    }

    private static boolean isNsec(int nsec) {
        return nsec >= 0 && nsec <= NSEC_MAX;
    }

    private static boolean isMode(int mode) {
        return mode >>> 16 == 0 && FileType.of(mode) != null;
    }
}
