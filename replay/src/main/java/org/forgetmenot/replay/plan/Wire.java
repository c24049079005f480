// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.nio.ByteOrder;
import org.forgetmenot.wire.Bytes;

/**
 * Numbers of messages that are replayed, in this machine's byte order. A capture of a kernel of the other order is known by
 * the lengths of its messages and replayed by what its events say, as one without messages.
 */
public final class Wire {
    /** The byte order that messages are sent in. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Wire() {}

    public static int i32(byte[] bytes, int at) {
        return Bytes.i32(bytes, at, ORDER);
    }

    public static long u32(byte[] bytes, int at) {
        return Bytes.u32(bytes, at, ORDER);
    }

    public static long i64(byte[] bytes, int at) {
        return Bytes.i64(bytes, at, ORDER);
    }

    public static void put32(byte[] bytes, int at, int value) {
        Bytes.put32(bytes, at, ORDER, value);
    }

    public static void put64(byte[] bytes, int at, long value) {
        Bytes.put64(bytes, at, ORDER, value);
    }
}
