// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Flags;

/** What SETATTR asks for: {@link #valid} has the {@code FATTR_*} bits of the fields that count. */
public final class Change {
    public int valid;
    public long size;
    public int mode;
    public int uid;
    public int gid;
    public long atime;
    public long mtime;
    public int atimeNsec;
    public int mtimeNsec;

    /** Whether any of the {@code FATTR_*} bits is set. */
    public boolean has(int bits) {
        return (valid & bits) != 0;
    }

    /** Whether it sets a time, to now or to a given one. */
    public boolean hasTimes() {
        return has(Flags.FATTR_ATIME | Flags.FATTR_MTIME | Flags.FATTR_ATIME_NOW | Flags.FATTR_MTIME_NOW);
    }
}
