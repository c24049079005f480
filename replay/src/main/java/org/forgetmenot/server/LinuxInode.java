// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** A file of a {@link DirectoryTree}: an {@code O_PATH} descriptor, which stays valid however the file is renamed. */
final class LinuxInode implements Inode {
    /** What tells files apart: inode number and device, and the mount through which it was found. */
    record Key(long ino, long device, long mount) {}

    final Key key;
    final int fd;
    final int mode;
    /** Guarded by the tree. */
    int references = 1;

    LinuxInode(Key key, int fd, int mode) {
        this.key = key;
        this.fd = fd;
        this.mode = mode;
    }

    @Override
    public long device() {
        // two mounts of one device are two mounts for the kernel, and virtiofsd announces either
        return key.mount != 0 ? key.mount : key.device;
    }

    boolean isRegular() {
        return (mode & Attributes.S_IFMT) == Attributes.S_IFREG;
    }
}
