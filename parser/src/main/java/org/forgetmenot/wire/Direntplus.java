// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * {@code struct fuse_direntplus}: an entry of a READDIRPLUS reply: counts like a LOOKUP unless nodeid is 0 or the name is . or ...
 *
 * <pre>
 * offset size field
 *      0  128 entry_out            see EntryOut
 *    128   24 dirent               see Dirent
 *    152      end
 * </pre>
 *
 * <p>Since 7.21. Source: {@code include/uapi/linux/fuse.h}.
 */
public final class Direntplus {
    public static final int ENTRY_OUT = 0;
    public static final int DIRENT = 128;
    /** Where the name begins. */
    public static final int NAME = 152;
    /** Length in bytes of the part before the name. */
    public static final int BYTES = 152;
    /** Longest name that the kernel takes; it drops a reply from the first longer one on. */
    public static final int NAME_BYTES_MAX = 1024;

    private Direntplus() {}

    /** Length of an entry with its name and padding; beyond an {@code int} for a damaged {@code namelen}. */
    public static long recordBytes(int namelen) {
        return (NAME + Integer.toUnsignedLong(namelen) + 7) & ~7L;
    }
}
