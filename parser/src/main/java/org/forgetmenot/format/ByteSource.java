// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;

/** Bytes that can be read at any place: a file, or a part of one that was decompressed. */
public interface ByteSource {
    /** How many bytes there are. */
    long size();

    /**
     * Reads up to {@code length} bytes.
     *
     * @param at offset in the source
     * @return how many were read; fewer than asked for only at the end, 0 beyond it
     */
    int read(long at, byte[] into, int from, int length) throws IOException;

    /** A source of bytes in memory. */
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public int read(long at, byte[] into, int from, int length) {
                if (at < 0 || at >= bytes.length) {
                    return 0;
                }
                int take = (int) Math.min(length, bytes.length - at);
                System.arraycopy(bytes, (int) at, into, from, take);
                return take;
            }
        };
    }
}
