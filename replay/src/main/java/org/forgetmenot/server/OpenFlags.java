// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** The flags of open(2) as the kernel sends them: those of x86 and arm64, {@code include/uapi/asm-generic/fcntl.h}. */
final class OpenFlags {
    static final int O_WRONLY = 01;
    static final int O_RDWR = 02;
    static final int O_ACCMODE = 03;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NOCTTY = 0400;
    static final int O_TRUNC = 01000;
    static final int O_APPEND = 02000;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;

    private OpenFlags() {}

    /** Whether a file opened so may be changed. */
    static boolean changes(int flags) {
        return (flags & (O_ACCMODE | O_TRUNC)) != 0;
    }
}
