// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What kind of program the server is: how it names nodes and what it says of one that it does not know. */
enum Personality {
    /** virtiofsd of QEMU 5.0 to 7.2. */
    C,
    /** virtiofsd in Rust. */
    RUST,
    /** A low-level filesystem of libfuse such as passthrough_ll. */
    LIBFUSE,
    /** A filesystem on libfuse's high-level interface. */
    LIBFUSE_HIGH,
    GO_FUSE,
    BAZIL;

    NodeIds nodeIds() {
        return switch (this) {
            case C -> NodeIds.table();
            case RUST, LIBFUSE_HIGH -> NodeIds.growing();
            case LIBFUSE -> NodeIds.addresses();
            case GO_FUSE, BAZIL -> NodeIds.generations();
        };
    }

    /** Whether READDIRPLUS hands out nodeids; else directories are listed with READDIR. */
    boolean listsWithNodeids() {
        return this != LIBFUSE_HIGH && this != BAZIL;
    }

    boolean knowsTmpfile() {
        return this == RUST || this == LIBFUSE;
    }

    /** A negative errno for a request that names a nodeid which the server does not know. */
    int unknown(Opcode opcode) {
        Errno errno = this == C
                ? switch (opcode) {
                    case LOOKUP -> Errno.ENOENT;
                    case UNLINK, RMDIR -> Errno.EIO;
                    case ACCESS -> Errno.ENOSYS;
                    default -> Errno.EBADF;
                }
                : this == GO_FUSE || this == BAZIL ? Errno.ESTALE : Errno.EBADF;
        return -errno.number();
    }
}
