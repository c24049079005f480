// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Errno;

/** The error that answers a request. One object for each number and no stack: errors are ordinary answers. */
public final class FuseError extends Exception {
    /** {@code fuse_dev_do_write} refuses a reply with a larger error. */
    private static final int NUMBERS = 512;

    private static final FuseError[] ALL = new FuseError[NUMBERS];

    static {
        for (int i = 1; i < NUMBERS; i++) {
            ALL[i] = new FuseError(i);
        }
    }

    private final int number;

    private FuseError(int number) {
        super("errno " + number, null, false, false);
        this.number = number;
    }

    /** An error of ours. */
    public static FuseError of(Errno errno) {
        return ALL[errno.number()];
    }

    /**
     * An error that a system call returned.
     *
     * @param number positive; one that the kernel would not take in a reply ({@code 1 <= number < 512}) becomes EIO
     */
    public static FuseError of(int number) {
        return number > 0 && number < NUMBERS ? ALL[number] : ALL[Errno.EIO.number()];
    }

    /** Positive. */
    public int number() {
        return number;
    }
}
