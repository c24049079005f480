// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

import org.forgetmenot.format.Cursor;

/** Lines of libfuse and of passthrough_ll that are known and tell no event (lib/fuse.c, lib/fuse_lowlevel.c). */
final class LibfuseChatter {
    private static final String[][] BY_FIRST = new String[128][];

    static {
        for (String start : new String[] {
            "FUSE ",
            "FUSE_",
            "LOOKUP",
            "DELETE: ",
            "INTERRUPT: ",
            "INIT: ",
            "QUEUE PATH",
            "DEQUEUE PATH",
            "Ignoring invalid",
            "NOTIFY: ",
            "access ",
            "bmap ",
            "chmod",
            "chown",
            "congestion_threshold=",
            "copy_file_range",
            "create",
            "fallocate",
            "fgetattr",
            "flags=",
            "flock",
            "flush[",
            "fsync",
            "ftruncate",
            "fuse",
            "getattr",
            "getxattr",
            "ioctl[",
            "link ",
            "listxattr ",
            "lo_",
            "lock[",
            "lseek[",
            "max_",
            "mkdir ",
            "mknod ",
            "nopath: ",
            "nullpath_ok: ",
            "open",
            "poll[",
            "read[",
            "readdir",
            "readlink ",
            "release",
            "removexattr ",
            "rename ",
            "rmdir ",
            "secctx: ",
            "setxattr ",
            "statfs ",
            "statx",
            "symlink ",
            "time_gran=",
            "truncate",
            "unlink ",
            "uring ",
            "utime",
            "write",
        }) {
            int first = start.charAt(0);
            String[] old = BY_FIRST[first] == null ? new String[0] : BY_FIRST[first];
            String[] more = java.util.Arrays.copyOf(old, old.length + 1);
            more[old.length] = start;
            BY_FIRST[first] = more;
        }
    }

    private LibfuseChatter() {}

    /** Whether the line at the cursor, its leading spaces passed, is such a line. */
    static boolean isKnown(Cursor body) {
        int first = body.peek();
        if (first < 0) {
            return true;
        }
        String[] starts = first < BY_FIRST.length ? BY_FIRST[first] : null;
        if (starts != null) {
            for (String start : starts) {
                if (body.skip(start)) {
                    return true;
                }
            }
        }
        return false;
    }
}
