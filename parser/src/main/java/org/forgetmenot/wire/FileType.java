// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import org.jspecify.annotations.Nullable;

/** The file types of {@code fuse_attr.mode}, as in {@code include/uapi/linux/stat.h}. */
public enum FileType {
    FIFO(0010000, "FIFO"),
    CHARACTER_DEVICE(0020000, "character device"),
    DIRECTORY(0040000, "directory"),
    BLOCK_DEVICE(0060000, "block device"),
    REGULAR(0100000, "regular file"),
    SYMLINK(0120000, "symbolic link"),
    SOCKET(0140000, "socket");

    private static final int S_IFMT = 0170000;
    private static final @Nullable FileType[] BY_BITS = new FileType[16];

    static {
        for (FileType type : values()) {
            BY_BITS[type.bits >>> 12] = type;
        }
    }

    private final int bits;
    private final String words;

    FileType(int bits, String words) {
        this.bits = bits;
        this.words = words;
    }

    /** The type that a mode says, null if it says none that there is. */
    public static @Nullable FileType of(int mode) {
        return BY_BITS[(mode & S_IFMT) >>> 12];
    }

    /** For people: "directory". */
    public String words() {
        return words;
    }
}
