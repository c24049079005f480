// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.util.Locale;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/**
 * Whose manners a server has: how it names nodes, what it says of one that it does not know, and what a FORGET of too much
 * does to it. Each answer was measured on the real program.
 */
public enum Personality {
    /** The virtiofsd of QEMU 5.0 to 7.2, in C: nodeids are indexes of a table with a list of free ones, last in first out. */
    VIRTIOFSD_C("virtiofsd-c"),
    /** virtiofsd in Rust, 1.0 and later: nodeids grow and never come back. */
    VIRTIOFSD_RUST("virtiofsd-rust"),
    /** A filesystem on libfuse's high-level interface: nodeids grow; a nodeid that it does not know ends the process. */
    LIBFUSE("libfuse");

    private final String word;

    Personality(String word) {
        this.word = word;
    }

    /** As on the command line: "virtiofsd-c". */
    @Override
    public String toString() {
        return word;
    }

    /** The personality of a word, whatever its case. */
    public static Personality of(String word) {
        for (Personality personality : values()) {
            if (personality.word.equals(word.toLowerCase(Locale.ROOT))) {
                return personality;
            }
        }
        throw new IllegalArgumentException(
                "'" + word + "' is no personality; there are virtiofsd-c, virtiofsd-rust and libfuse");
    }

    /** Whether the number of a dropped node or of a closed handle is the next one handed out. */
    boolean reusesNumbers() {
        return this == VIRTIOFSD_C;
    }

    /** The first {@code fh}. */
    long firstHandle() {
        return this == VIRTIOFSD_RUST ? 1 : 0;
    }

    /**
     * Answers a request for a nodeid that is not known.
     *
     * @throws SessionDied for libfuse, whose {@code get_node} prints the same line and aborts
     */
    Errno unknownNodeid(Opcode opcode, long nodeid) throws SessionDied {
        return switch (this) {
            case VIRTIOFSD_C ->
                switch (opcode) {
                    case LOOKUP -> Errno.ENOENT;
                    case UNLINK, RMDIR -> Errno.EIO;
                    default -> Errno.EBADF;
                };
            case VIRTIOFSD_RUST -> Errno.EBADF;
            case LIBFUSE ->
                throw new SessionDied("fuse internal error: node " + Long.toUnsignedString(nodeid) + " not found");
        };
    }

    /** How it says that a name to be removed is not there: {@code lo_unlink} looks it up first and fails with EIO. */
    Errno missingName() {
        return this == VIRTIOFSD_C ? Errno.EIO : Errno.ENOENT;
    }

    /** Whether RELEASE of an {@code fh} that is not open fails with EBADF; else it succeeds. */
    boolean refusesUnknownRelease() {
        return this == VIRTIOFSD_RUST;
    }

    /** Whether it has ACCESS; else ENOSYS, whatever the nodeid. */
    boolean hasAccess() {
        return this != VIRTIOFSD_C;
    }

    /** Whether DESTROY is answered. */
    boolean answersDestroy() {
        return this != VIRTIOFSD_RUST;
    }

    /** What is said to everything between DESTROY and the next INIT. */
    Errno afterDestroy() {
        return this == VIRTIOFSD_RUST ? Errno.EBADF : Errno.EIO;
    }

    /**
     * A FORGET of a nodeid that is not known.
     *
     * @throws SessionDied for libfuse, as above; the others ignore it
     */
    void unknownForget(long nodeid) throws SessionDied {
        if (this == LIBFUSE) {
            throw new SessionDied("fuse internal error: node " + Long.toUnsignedString(nodeid) + " not found");
        }
    }

    /**
     * A FORGET of more than was handed out.
     *
     * @throws SessionDied for those that assert it: {@code unref_inode} of virtiofsd in C, {@code forget_node} of libfuse;
     *     virtiofsd in Rust takes it for all that there is
     */
    void overForget(long nodeid, long held, long nlookup) throws SessionDied {
        if (this != VIRTIOFSD_RUST) {
            throw new SessionDied("assertion failed: FORGET of " + Long.toUnsignedString(nlookup)
                    + " lookups of nodeid " + Long.toUnsignedString(nodeid) + ", which has " + held);
        }
    }
}
