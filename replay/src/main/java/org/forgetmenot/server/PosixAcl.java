// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forgetmenot.wire.Errno;

/** Access control lists as the values of extended attributes, see {@code linux/posix_acl_xattr.h}. */
public final class PosixAcl {
    private static final byte[] PREFIX = "system.posix_acl_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACCESS = "system.posix_acl_access".getBytes(StandardCharsets.US_ASCII);

    private static final int VERSION = 2;
    private static final int ENTRY_BYTES = 8;
    private static final int USER_OBJ = 1;
    private static final int USER = 2;
    private static final int GROUP_OBJ = 4;
    private static final int GROUP = 8;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;
    private static final int PERMISSIONS = 7;

    private int user = -1;
    private int group = -1;
    private int mask = -1;
    private int other = -1;
    private boolean names;

    private PosixAcl() {}

    /** Whether an extended attribute is a list. */
    public static boolean isAcl(byte[] bytes, int from, int to) {
        return to - from >= PREFIX.length && Arrays.equals(bytes, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    static boolean isAcl(byte[] name) {
        return isAcl(name, 0, name.length);
    }

    /** Whether an extended attribute is the list that decides who may access the file, and with it the file's mode. */
    static boolean isAccess(byte[] name) {
        return Arrays.equals(name, ACCESS);
    }

    /**
     * Reads a list.
     *
     * @throws FuseError as the kernel refuses what is none
     */
    static PosixAcl of(byte[] value) throws FuseError {
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        if (value.length < Integer.BYTES || (value.length - Integer.BYTES) % ENTRY_BYTES != 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        if (in.getInt() != VERSION) {
            throw FuseError.of(Errno.EOPNOTSUPP);
        }
        PosixAcl acl = new PosixAcl();
        while (in.hasRemaining()) {
            acl.add(in.getShort(), in.getShort());
            in.getInt(); // whose it is
        }
        if (acl.user < 0 || acl.group < 0 || acl.other < 0 || (acl.names && acl.mask < 0)) {
            throw FuseError.of(Errno.EINVAL);
        }
        return acl;
    }

    private void add(int tag, int permissions) throws FuseError {
        if ((permissions & ~PERMISSIONS) != 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        switch (tag) {
            case USER_OBJ -> user = once(user, permissions);
            case GROUP_OBJ -> group = once(group, permissions);
            case MASK -> mask = once(mask, permissions);
            case OTHER -> other = once(other, permissions);
            case USER, GROUP -> names = true;
            default -> throw FuseError.of(Errno.EINVAL);
        }
    }

    private static int once(int before, int permissions) throws FuseError {
        if (before >= 0) {
            throw FuseError.of(Errno.EINVAL);
        }
        return permissions;
    }

    /** Whether it says no more than a mode does: then filesystems keep the mode alone. */
    boolean isMode() {
        return !names && mask < 0;
    }

    /** The mode of a file that gets this list. */
    int mode(int before) {
        return (before & ~0777) | user << 6 | (mask < 0 ? group : mask) << 3 | other;
    }
}
