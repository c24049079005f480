// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * What depends on the protocol version that both sides agreed on in INIT: above all the sizes that grew with a minor.
 *
 * <p>Source: the {@code FUSE_COMPAT_*} sizes of {@code include/uapi/linux/fuse.h}.
 */
public final class Protocol {
    /** {@code FUSE_KERNEL_VERSION}: the only major there is. */
    public static final int MAJOR = 7;
    /** The newest minor that this package describes; stands for an unknown one. */
    public static final int MINOR_MAX = 46;
    /** {@code FUSE_ROOT_ID}: the root's nodeid. */
    public static final long ROOT_NODEID = 1;

    /** Last minor in which {@link Attr} had no blksize and flags. */
    private static final int SHORT_ATTR_MINOR = 8;
    /** Length of {@link Attr} before 7.9. */
    public static final int COMPAT_ATTR_SIZE = 80;
    /** Length of {@link EntryOut} before 7.9. */
    public static final int COMPAT_ENTRY_OUT_SIZE = 120;
    /** Length of {@link AttrOut} before 7.9. */
    public static final int COMPAT_ATTR_OUT_SIZE = 96;
    /** Length of {@link ReadIn} and {@link WriteIn} before 7.9. */
    public static final int COMPAT_WRITE_IN_SIZE = 24;
    /** Length of {@link MknodIn} and {@link CreateIn} before 7.12. */
    public static final int COMPAT_MKNOD_IN_SIZE = 8;
    /** Length of {@link StatfsOut} before 7.4. */
    public static final int COMPAT_STATFS_SIZE = 48;
    /** Length of {@link InitOut} before 7.5. */
    public static final int COMPAT_INIT_OUT_SIZE = 8;
    /** Length of {@link InitOut} before 7.23. */
    public static final int COMPAT_22_INIT_OUT_SIZE = 24;
    /** Length of {@link InitIn} before 7.36. */
    public static final int COMPAT_INIT_IN_SIZE = 16;
    /** Length of {@link SetxattrIn} unless {@link InitFlags#SETXATTR_EXT} was negotiated. */
    public static final int COMPAT_SETXATTR_IN_SIZE = 8;

    private Protocol() {}

    public static int attrSize(int minor) {
        return minor <= SHORT_ATTR_MINOR ? COMPAT_ATTR_SIZE : Attr.BYTES;
    }

    public static int entryOutSize(int minor) {
        return minor <= SHORT_ATTR_MINOR ? COMPAT_ENTRY_OUT_SIZE : EntryOut.BYTES;
    }

    public static int attrOutSize(int minor) {
        return minor <= SHORT_ATTR_MINOR ? COMPAT_ATTR_OUT_SIZE : AttrOut.BYTES;
    }

    /** READ, READDIR, READDIRPLUS and WRITE. */
    public static int readInSize(int minor) {
        return minor < 9 ? COMPAT_WRITE_IN_SIZE : ReadIn.BYTES;
    }

    public static int getattrInSize(int minor) {
        return minor < 9 ? 0 : GetattrIn.BYTES;
    }

    /** MKNOD, CREATE and TMPFILE. */
    public static int mknodInSize(int minor) {
        return minor < 12 ? COMPAT_MKNOD_IN_SIZE : MknodIn.BYTES;
    }

    public static int setxattrInSize(boolean setxattrExt) {
        return setxattrExt ? SetxattrIn.BYTES : COMPAT_SETXATTR_IN_SIZE;
    }

    public static int statfsOutSize(int minor) {
        return minor < 4 ? COMPAT_STATFS_SIZE : StatfsOut.BYTES;
    }

    /** What a kernel sends; from 7.36 on all of it, whatever the server answers. */
    public static int initInSize(int minor) {
        if (minor < 6) {
            return InitIn.MAX_READAHEAD;
        }
        return minor < 36 ? COMPAT_INIT_IN_SIZE : InitIn.BYTES;
    }

    /** What a server of that minor answers. */
    public static int initOutSize(int minor) {
        if (minor < 5) {
            return COMPAT_INIT_OUT_SIZE;
        }
        return minor < 23 ? COMPAT_22_INIT_OUT_SIZE : InitOut.BYTES;
    }

    /** Whether {@link InHeader#TOTAL_EXTLEN} means anything. */
    public static boolean hasExtensions(int minor) {
        return minor >= 38;
    }

    /** Whether the kernel sends BATCH_FORGET. */
    public static boolean hasBatchForget(int minor) {
        return minor >= 16;
    }

    /** Whether the kernel sends READDIRPLUS. */
    public static boolean hasReaddirplus(int minor) {
        return minor >= 21;
    }
}
