// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A difference that two sound servers may show, and that is counted and not reported as a divergence unless asked for. */
public enum Tolerance {
    /** GETXATTR, LISTXATTR, SETXATTR, REMOVEXATTR: filesystems differ in what they keep. */
    XATTR("extended attributes"),
    /** ACCESS: some servers leave it to the kernel. */
    ACCESS("ACCESS"),
    /** STATX: few servers have it. */
    STATX("STATX"),
    /** One of the two servers does not have the operation: ENOSYS or EOPNOTSUPP. */
    UNIMPLEMENTED("operations that one server does not have"),
    /** Both say no, in other words, of a nodeid, handle or name that they do not have. */
    REFUSAL("how a server refuses what it does not have"),
    /** The capture does not tell the whole request, so that the live one may have asked for something else. */
    GUESS("answers to requests that had to be guessed"),
    /** Times of attributes. */
    TIMES("times"),
    /** {@code ino} of attributes. */
    INO("ino"),
    /** {@code blocks} and {@code blksize} of attributes. */
    BLOCKS("blocks"),
    /** Sizes and link counts of directories: each filesystem has its own. */
    DIRECTORY("size and nlink of directories");

    private final String words;

    Tolerance(String words) {
        this.words = words;
    }

    /** For people: "extended attributes". */
    public String words() {
        return words;
    }

    /** The name on the command line, such as {@code xattr}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tolerance of a name, null if there is none. */
    public static @Nullable Tolerance of(String id) {
        for (Tolerance tolerance : values()) {
            if (tolerance.id().equals(id.toLowerCase(Locale.ROOT))) {
                return tolerance;
            }
        }
        return null;
    }
}
