// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

/**
 * The flag bits inside requests and replies, under the names of {@code include/uapi/linux/fuse.h}; those of INIT are in
 * {@link InitFlags}.
 */
public final class Flags {
    // in SetattrIn.VALID
    public static final int FATTR_MODE = 1 << 0;
    public static final int FATTR_UID = 1 << 1;
    public static final int FATTR_GID = 1 << 2;
    public static final int FATTR_SIZE = 1 << 3;
    public static final int FATTR_ATIME = 1 << 4;
    public static final int FATTR_MTIME = 1 << 5;
    public static final int FATTR_FH = 1 << 6;
    public static final int FATTR_ATIME_NOW = 1 << 7;
    public static final int FATTR_MTIME_NOW = 1 << 8;
    public static final int FATTR_LOCKOWNER = 1 << 9;
    public static final int FATTR_CTIME = 1 << 10;
    public static final int FATTR_KILL_SUIDGID = 1 << 11;

    // in GetattrIn.GETATTR_FLAGS
    public static final int FUSE_GETATTR_FH = 1 << 0;

    // in Attr.FLAGS
    public static final int FUSE_ATTR_SUBMOUNT = 1 << 0;
    public static final int FUSE_ATTR_DAX = 1 << 1;

    // in OpenIn.OPEN_FLAGS
    public static final int FUSE_OPEN_KILL_SUIDGID = 1 << 0;

    // in OpenOut.OPEN_FLAGS
    public static final int FOPEN_DIRECT_IO = 1 << 0;
    public static final int FOPEN_KEEP_CACHE = 1 << 1;
    public static final int FOPEN_NONSEEKABLE = 1 << 2;
    public static final int FOPEN_CACHE_DIR = 1 << 3;
    public static final int FOPEN_STREAM = 1 << 4;
    public static final int FOPEN_NOFLUSH = 1 << 5;
    public static final int FOPEN_PARALLEL_DIRECT_WRITES = 1 << 6;
    public static final int FOPEN_PASSTHROUGH = 1 << 7;

    // in ReleaseIn.RELEASE_FLAGS
    public static final int FUSE_RELEASE_FLUSH = 1 << 0;
    public static final int FUSE_RELEASE_FLOCK_UNLOCK = 1 << 1;

    // in ReadIn.READ_FLAGS
    public static final int FUSE_READ_LOCKOWNER = 1 << 1;

    // in WriteIn.WRITE_FLAGS
    public static final int FUSE_WRITE_CACHE = 1 << 0;
    public static final int FUSE_WRITE_LOCKOWNER = 1 << 1;
    public static final int FUSE_WRITE_KILL_SUIDGID = 1 << 2;

    // in FsyncIn.FSYNC_FLAGS
    public static final int FUSE_FSYNC_FDATASYNC = 1 << 0;

    // in SetxattrIn.SETXATTR_FLAGS
    public static final int FUSE_SETXATTR_ACL_KILL_SGID = 1 << 0;

    // in LkIn.LK_FLAGS
    public static final int FUSE_LK_FLOCK = 1 << 0;

    // in IoctlIn.FLAGS
    public static final int FUSE_IOCTL_COMPAT = 1 << 0;
    public static final int FUSE_IOCTL_UNRESTRICTED = 1 << 1;
    public static final int FUSE_IOCTL_RETRY = 1 << 2;
    public static final int FUSE_IOCTL_32BIT = 1 << 3;
    public static final int FUSE_IOCTL_DIR = 1 << 4;
    public static final int FUSE_IOCTL_COMPAT_X32 = 1 << 5;

    // in PollIn.FLAGS
    public static final int FUSE_POLL_SCHEDULE_NOTIFY = 1 << 0;

    // in NotifyInvalEntryOut.FLAGS
    public static final int FUSE_EXPIRE_ONLY = 1 << 0;

    private Flags() {}
}
