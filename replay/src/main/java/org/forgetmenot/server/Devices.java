// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** Device numbers: 32 bits in FUSE, as {@code new_encode_dev} packs them, and 64 in the C library. */
final class Devices {
    private static final int MINOR_LOW = 0xff;
    private static final int MAJOR = 0xfff;
    private static final int MAJOR_SHIFT = 8;
    private static final int MINOR_HIGH_SHIFT = 12;

    private Devices() {}

    static int encode(int major, int minor) {
        return (minor & MINOR_LOW) | (major << MAJOR_SHIFT) | ((minor & ~MINOR_LOW) << MINOR_HIGH_SHIFT);
    }

    /** As {@code makedev} of glibc has it; the low 32 bits are the same. */
    static long toLibC(int rdev) {
        int major = (rdev >>> MAJOR_SHIFT) & MAJOR;
        int minor = (rdev & MINOR_LOW) | ((rdev >>> MINOR_HIGH_SHIFT) & ~MINOR_LOW);
        return Integer.toUnsignedLong((minor & MINOR_LOW) | (major << MAJOR_SHIFT))
                | Integer.toUnsignedLong(minor & ~MINOR_LOW) << MINOR_HIGH_SHIFT;
    }
}
