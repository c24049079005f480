// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.pcap;

/**
 * What an Interface Description Block of pcapng says.
 *
 * @param snapshotBytes most bytes recorded of a packet, 0 for no limit; unsigned
 * @param resolution {@code if_tsresol}: ticks of 10^-n s, or of 2^-n s if bit 7 is set
 * @param offsetS {@code if_tsoffset}: seconds to add
 */
record CaptureInterface(int linkType, int snapshotBytes, int resolution, long offsetS) {
    /** Microseconds, where the option is missing. */
    static final int RESOLUTION_DEFAULT = 6;

    private static final int BINARY = 0x80;
    private static final int NS_DIGITS = 9;
    private static final int DIGITS_MAX = 18;
    /** Bits of a fraction that, times a thousand million, still fit 63 bits. */
    private static final int FRACTION_BITS_MAX = 33;

    private static final long NS_PER_S = 1_000_000_000L;

    /** A time stamp in nanoseconds since 1970; one beyond the year 2262 comes out wrong, and nothing else happens. */
    long toNs(long ticks) {
        return offsetS * NS_PER_S + ((resolution & BINARY) == 0 ? decimal(ticks) : binary(ticks));
    }

    private long decimal(long ticks) {
        if (resolution <= NS_DIGITS) {
            return ticks * power(NS_DIGITS - resolution);
        }
        return resolution - NS_DIGITS > DIGITS_MAX ? 0 : Long.divideUnsigned(ticks, power(resolution - NS_DIGITS));
    }

    private static long power(int digits) {
        long value = 1;
        for (int i = 0; i < digits; i++) {
            value *= 10;
        }
        return value;
    }

    private long binary(long ticks) {
        int bits = resolution & ~BINARY;
        if (bits == 0) {
            return ticks * NS_PER_S;
        }
        if (bits >= Long.SIZE) {
            return 0;
        }
        long seconds = ticks >>> bits;
        long fraction = ticks & ((1L << bits) - 1);
        int surplus = Math.max(0, bits - FRACTION_BITS_MAX);
        return seconds * NS_PER_S + ((fraction >>> surplus) * NS_PER_S >>> (bits - surplus));
    }
}
