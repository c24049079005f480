// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.TreeMap;

/** A file of the server's own filesystem. */
final class HostFile {
    static final int S_IFMT = 0170000;
    static final int DIRECTORY = 0040755;
    static final int REGULAR = 0100644;
    static final int SYMLINK = 0120777;
    static final int FIFO = 0010644;

    /** One filesystem of the host: inode numbers mean nothing beyond it. */
    static final class Device {
        private long nextIno;

        Device(long firstIno) {
            nextIno = firstIno;
        }
    }

    final Device device;
    final long ino;
    final int mode;
    /** A directory that is a mount point on the host: another device begins here. */
    final boolean mounted;

    /** Names that it has; a directory has its own {@code .} besides, which programs know. */
    int links = 1;

    final TreeMap<String, HostFile> children = new TreeMap<>();

    private HostFile(Device device, int mode, boolean mounted) {
        this.device = device;
        this.ino = device.nextIno++;
        this.mode = mode;
        this.mounted = mounted;
    }

    /** The root of a filesystem. */
    static HostFile root(Device device, boolean mounted) {
        return new HostFile(device, DIRECTORY, mounted);
    }

    /** A new file of the same filesystem. */
    HostFile make(int type) {
        return new HostFile(device, type, false);
    }

    HostFile make(String name, int type) {
        HostFile file = make(type);
        children.put(name, file);
        return file;
    }

    boolean isDirectory() {
        return (mode & S_IFMT) == (DIRECTORY & S_IFMT);
    }

    /** Whether a file is this one or lies below it. */
    boolean contains(HostFile other) {
        return this == other || children.values().stream().anyMatch(child -> child.contains(other));
    }

    /** Whether a mount point lies in it or below. */
    boolean holdsMount() {
        return mounted || children.values().stream().anyMatch(HostFile::holdsMount);
    }
}
