// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * What a server's answer tells about the nodeid that a request names.
 *
 * <p>Measured on virtiofsd: for a nodeid that it dropped, the C server (QEMU 7.2) answers LOOKUP with ENOENT, UNLINK and
 * RMDIR with EIO and most else with EBADF; the Rust server (1.13) answers EBADF. EBADF for a request that carries a file
 * handle may mean the handle instead.
 */
public final class Answers {
    private static final int EBADF = -Errno.EBADF.number();
    private static final int ESTALE = -Errno.ESTALE.number();
    private static final int ENOENT = -Errno.ENOENT.number();

    private Answers() {}

    /** Whether the server must find the header's nodeid in its table to answer the request with success. */
    public static boolean resolvesNodeid(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known != null && resolves(known);
    }

    private static boolean resolves(Opcode opcode) {
        return switch (opcode) {
            case LOOKUP,
                    GETATTR,
                    SETATTR,
                    READLINK,
                    SYMLINK,
                    MKNOD,
                    MKDIR,
                    UNLINK,
                    RMDIR,
                    RENAME,
                    RENAME2,
                    LINK,
                    OPEN,
                    OPENDIR,
                    CREATE,
                    TMPFILE,
                    STATFS,
                    SETXATTR,
                    GETXATTR,
                    LISTXATTR,
                    REMOVEXATTR,
                    ACCESS,
                    STATX -> true;
            default -> false;
        };
    }

    /** Whether the error says that the server does not know the nodeid, and hardly anything else. */
    public static boolean saysUnknown(int opcode, int error) {
        Opcode known = Opcode.of(opcode);
        if (known == null || !resolves(known)) {
            return false;
        }
        return error == EBADF || error == ESTALE || (known == Opcode.GETATTR && error == ENOENT);
    }

    /**
     * Whether EBADF or ESTALE for such a request can only mean the nodeid: extended attributes and attribute changes may
     * fail so for other reasons of the filesystem behind the server.
     */
    static boolean failsOnlyForNodeid(int opcode) {
        Opcode known = Opcode.of(opcode);
        if (known == null) {
            return false;
        }
        return switch (known) {
            case LOOKUP, GETATTR, READLINK, SYMLINK, MKNOD, MKDIR, OPEN, OPENDIR, CREATE, STATFS -> true;
            default -> false;
        };
    }

    /** Whether the answer proves that the server knows the nodeid. */
    public static boolean provesKnown(int opcode, int error) {
        return error >= 0 && resolvesNodeid(opcode);
    }

    /** Whether a request's header names a nodeid that it uses, and the kernel waits to forget it until it is done. */
    public static boolean usesNodeid(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known == null || uses(known);
    }

    private static boolean uses(@Nullable Opcode opcode) {
        if (opcode == null) {
            return true;
        }
        return switch (opcode) {
            // RELEASE goes out in the background and may be overtaken by the FORGET of its inode (fuse_file_put)
            case FORGET, BATCH_FORGET, INIT, DESTROY, INTERRUPT, NOTIFY_REPLY, RELEASE, RELEASEDIR -> false;
            default -> true;
        };
    }
}
