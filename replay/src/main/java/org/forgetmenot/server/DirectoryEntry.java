// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** An entry of a directory, . and .. among them. */
public final class DirectoryEntry {
    private final byte[] name;
    private final long ino;
    private final int type;
    private final long cookie;

    /**
     * An entry.
     *
     * @param name raw bytes, kept
     * @param ino what stat shows
     * @param type file type as in {@code dirent.d_type}: {@code mode >> 12}
     * @param cookie the place after it
     */
    DirectoryEntry(byte[] name, long ino, int type, long cookie) {
        this.name = name;
        this.ino = ino;
        this.type = type;
        this.cookie = cookie;
    }

    byte[] name() {
        return name;
    }

    long ino() {
        return ino;
    }

    int type() {
        return type;
    }

    long cookie() {
        return cookie;
    }

    /** Whether it is . or .. . */
    boolean isDot() {
        return name.length <= 2 && name[0] == '.' && (name.length == 1 || name[1] == '.');
    }
}
