// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import org.forgetmenot.wire.Opcode;

/** What the kernel asks. */
final class Request {
    final Opcode opcode;
    final long nodeid;
    final int pid;
    String name = "";
    /** New name of RENAME, target of SYMLINK. */
    String secondName = "";
    /** Old nodeid of LINK, new directory of RENAME; the unique that INTERRUPT names. */
    long other;
    /** Zero if it names none. */
    long fh;
    /** Where READDIR goes on. */
    int offset;

    long unique;
    /** Sent again: bit 63 of unique is set. */
    boolean resent;
    /** The server has begun to work on it, so that it is too late to interrupt. */
    boolean begun;
    /** A signal wants it back. */
    boolean interrupted;
    /** Place among all that went by. */
    long readAt;
    /** Its nodeid was counted for a while until it was answered, as far as was shown. */
    boolean wasCounted;
    /** A fault: it names a handle that was released before. */
    boolean misuses;
    /** The connection that the capture tells apart, from 0. */
    int connection;

    Request(Opcode opcode, long nodeid, int pid) {
        this.opcode = opcode;
        this.nodeid = nodeid;
        this.pid = pid;
    }

    Request named(String value) {
        name = value;
        return this;
    }

    Request second(String value) {
        secondName = value;
        return this;
    }

    Request other(long value) {
        other = value;
        return this;
    }

    Request handle(long value) {
        fh = value;
        return this;
    }

    Request misusing(boolean value) {
        misuses = value;
        return this;
    }

    Request from(int value) {
        offset = value;
        return this;
    }

    @Override
    public String toString() {
        return opcode + " of nodeid " + Long.toUnsignedString(nodeid) + " by " + pid
                + (name.isEmpty() ? "" : " \"" + name + "\"")
                + (secondName.isEmpty() ? "" : " to \"" + secondName + "\"")
                + (fh == 0 ? "" : " fh " + fh);
    }
}
