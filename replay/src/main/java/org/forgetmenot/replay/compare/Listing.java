// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.compare;

import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.OutHeader;

/** Walks the entries of a READDIR or READDIRPLUS reply; ends where the kernel would. */
public final class Listing {
    private final byte[] bytes;
    private final int end;
    private final boolean plus;
    private int at;
    private int next = OutHeader.BYTES;

    /**
     * @param bytes the reply, from its header on
     * @param length of the reply
     * @param plus whether it is a READDIRPLUS reply
     */
    public Listing(byte[] bytes, int length, boolean plus) {
        this.bytes = bytes;
        this.end = length;
        this.plus = plus;
    }

    /** Goes to the next entry. */
    public boolean next() {
        at = next;
        int name = plus ? Direntplus.NAME : Dirent.NAME;
        if (end - at < name) {
            return false;
        }
        int namelen = nameBytes();
        if (namelen <= 0 || namelen > Direntplus.NAME_BYTES_MAX || namelen > end - at - name) {
            return false;
        }
        // the last entry may come without its padding
        next = at + (int) (plus ? Direntplus.recordBytes(namelen) : Dirent.recordBytes(namelen));
        return true;
    }

    private int dirent() {
        return at + (plus ? Direntplus.DIRENT : 0);
    }

    private int nameBytes() {
        return Dirent.namelen(bytes, dirent(), Wire.ORDER);
    }

    /** The name of the entry. */
    public Name name() {
        return Name.of(bytes, dirent() + Dirent.NAME, nameBytes());
    }

    /** Whether it is . or .., which are not counted. */
    public boolean isDot() {
        int from = dirent() + Dirent.NAME;
        int length = nameBytes();
        return bytes[from] == '.' && (length == 1 || (length == 2 && bytes[from + 1] == '.'));
    }

    /** Where the listing goes on after it: the server's own number. */
    public long cookie() {
        return Dirent.off(bytes, dirent(), Wire.ORDER);
    }

    /** {@code d_type} of the entry. */
    public int type() {
        return Dirent.type(bytes, dirent(), Wire.ORDER);
    }

    /** The nodeid that it hands out, 0 if none. */
    public long nodeid() {
        return plus ? EntryOut.nodeid(bytes, at, Wire.ORDER) : 0;
    }

    /** Where the attributes of the entry begin; only of READDIRPLUS. */
    public int attr() {
        return at + EntryOut.ATTR;
    }
}
