// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 with seed 0, the checksum of zstd frames; its specification is doc/xxhash_spec.md of xxHash. */
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] lanes = new long[4];
    private final byte[] rest = new byte[STRIPE_BYTES];
    private int restBytes;
    private long total;

    XxHash64() {
        reset();
    }

    void reset() {
        lanes[0] = 0x60EA27EEADC0B5D6L; // the sum of the first two primes
        lanes[1] = PRIME_2;
        lanes[2] = 0;
        lanes[3] = 0x61C8864E7A143579L; // minus the first
        restBytes = 0;
        total = 0;
    }

    void update(byte[] bytes, int from, int length) {
        total += length;
        int at = from;
        int end = from + length;
        if (restBytes > 0) {
            int taken = Math.min(length, STRIPE_BYTES - restBytes);
            System.arraycopy(bytes, at, rest, restBytes, taken);
            restBytes += taken;
            at += taken;
            if (restBytes < STRIPE_BYTES) {
                return;
            }
            stripe(rest, 0);
        }
        for (; end - at >= STRIPE_BYTES; at += STRIPE_BYTES) {
            stripe(bytes, at);
        }
        restBytes = end - at;
        System.arraycopy(bytes, at, rest, 0, restBytes);
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = round(lanes[i], (long) LONGS.get(bytes, at + i * Long.BYTES));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    long value() {
        long hash = PRIME_5;
        if (total >= STRIPE_BYTES) {
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
            }
        }
        hash += total;
        int at = 0;
        for (; restBytes - at >= Long.BYTES; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(rest, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (restBytes - at >= Integer.BYTES) {
            hash ^= ((int) INTS.get(rest, at) & 0xffffffffL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < restBytes; at++) {
            hash = Long.rotateLeft(hash ^ (rest[at] & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
