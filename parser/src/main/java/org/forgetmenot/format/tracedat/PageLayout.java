// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;

/**
 * Where the parts of a ring buffer page lie, by the file's {@code header_page}: u64 time stamp, a long that says how much is
 * in use, the events.
 *
 * @param stampAt offset of the page's time stamp
 * @param commitAt offset of the length in use
 * @param commitBytes its size, 4 or 8
 * @param dataAt offset of the first event
 * @param longBytes size of a long on the recorded machine
 */
record PageLayout(int stampAt, int commitAt, int commitBytes, int dataAt, int longBytes, ByteOrder order) {
    /** Takes the layout of a file, or what every kernel so far has where the file does not say. */
    static PageLayout of(TraceHeader header) {
        int stampAt = 0;
        int commitAt = Long.BYTES;
        int commitBytes = header.longBytes;
        int dataAt = Long.BYTES + header.longBytes;
        for (EventFormat.Field field : header.pageFields()) {
            if (field.offset() + Long.BYTES <= PageReader.PAGE_MIN_BYTES) {
                switch (field.name()) {
                    case "timestamp" -> stampAt = field.offset();
                    case "commit" -> {
                        commitAt = field.offset();
                        commitBytes = field.size() == Integer.BYTES ? Integer.BYTES : Long.BYTES;
                    }
                    case "data" -> dataAt = field.offset();
                    default -> {}
                }
            }
        }
        return new PageLayout(stampAt, commitAt, commitBytes, dataAt, header.longBytes, header.order);
    }

    long stamp(byte[] page) {
        return Bytes.i64(page, stampAt, order);
    }

    /** The length in use with its flags. */
    long commit(byte[] page) {
        return commitBytes == Long.BYTES ? Bytes.i64(page, commitAt, order) : Bytes.u32(page, commitAt, order);
    }

    /** A long of the recorded machine. */
    long word(byte[] page, int at) {
        return longBytes == Long.BYTES ? Bytes.i64(page, at, order) : Bytes.u32(page, at, order);
    }
}
