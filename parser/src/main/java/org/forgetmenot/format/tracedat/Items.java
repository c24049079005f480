// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.format.ByteSource;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.wire.Bytes;

/** Takes numbers and texts one after the other from a part of the file, in the file's byte order. */
final class Items {
    /** Longest single item: the kernel's symbols take some 12 MiB, with every module some 30. */
    static final int ITEM_MAX_BYTES = 64 << 20;
    /** Longest name of an event system, a clock or a compression. */
    private static final int NAME_MAX_BYTES = 256;

    private final ByteSource source;
    private final ByteOrder order;
    private final byte[] number = new byte[8];
    private long at;

    Items(ByteSource source, long at, ByteOrder order) {
        this.source = source;
        this.at = at;
        this.order = order;
    }

    long at() {
        return at;
    }

    /** Goes to another place in the source. */
    void moveTo(long offset) {
        at = offset;
    }

    int u8() throws IOException {
        take(number, 1);
        return number[0] & 0xff;
    }

    int u16() throws IOException {
        take(number, 2);
        return Bytes.u16(number, 0, order);
    }

    long u32() throws IOException {
        take(number, 4);
        return Bytes.u32(number, 0, order);
    }

    long i64() throws IOException {
        take(number, 8);
        return Bytes.i64(number, 0, order);
    }

    /**
     * So many bytes.
     *
     * @throws EOFException if the source ends before
     * @throws CaptureException if they are more than any item has
     */
    byte[] bytes(long length) throws IOException {
        if (length < 0 || length > ITEM_MAX_BYTES) {
            throw new CaptureException("is damaged at offset " + at + ": an item says that it is "
                    + Long.toUnsignedString(length) + " bytes long; record or copy it again");
        }
        if (length > source.size() - at) {
            throw new EOFException();
        }
        byte[] bytes = new byte[(int) length];
        take(bytes, bytes.length);
        return bytes;
    }

    /** So many bytes as text. */
    String text(long length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /** A text that ends in NUL. */
    String name() throws IOException {
        StringBuilder name = new StringBuilder();
        for (int c = u8(); c != 0; c = u8()) {
            if (name.length() == NAME_MAX_BYTES) {
                throw new CaptureException("is damaged before offset " + at + ": a name does not end");
            }
            name.append((char) c);
        }
        return name.toString();
    }

    private void take(byte[] into, int length) throws IOException {
        if (source.read(at, into, 0, length) < length) {
            throw new EOFException();
        }
        at += length;
    }
}
