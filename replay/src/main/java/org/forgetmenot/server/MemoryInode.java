// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.jspecify.annotations.Nullable;

/** A file of a {@link MemoryTree}, which guards it. */
public final class MemoryInode implements Inode {
    /** A name in a directory, one byte a character. */
    record Entry(String name, MemoryInode inode, long cookie) {}

    /** The cookie after .. . */
    private static final long FIRST_COOKIE = 2;
    /** What one file may have in its extended attributes, as ext4 with its default block size has it. */
    private static final int XATTRS_MAX = 64;

    private static final int XATTR_CREATE = 1;
    private static final int XATTR_REPLACE = 2;

    /** What stat says of it; {@code size}, {@code blocks} and {@code nlink} follow from what it is. */
    final Attributes attributes = new Attributes();

    final SparseContent content = new SparseContent();
    /** Of a directory: by name and by cookie. */
    final Map<String, Entry> byName = new HashMap<>(0);

    final TreeMap<Long, Entry> byCookie = new TreeMap<>();
    final Map<String, byte[]> xattrs = new HashMap<>(0);
    byte[] target = {};
    /** Of a directory; null if it was removed. The root's is the root. */
    @Nullable
    MemoryInode parent;

    long device;
    /** Names that lead to it; directories have one. */
    int names;
    /** Of sessions and open files: what has none and no name is gone. */
    int references;

    private long lastCookie = FIRST_COOKIE;

    MemoryInode(long ino, long device, int mode) {
        attributes.ino = ino;
        attributes.mode = mode;
        attributes.blksize = SparseContent.PAGE_BYTES;
        this.device = device;
    }

    @Override
    public long device() {
        return device;
    }

    /** Fails unless an extended attribute may be set. */
    void mayHave(String xattr, int flags) throws FuseError {
        boolean there = xattrs.containsKey(xattr);
        if (there && (flags & XATTR_CREATE) != 0) {
            throw FuseError.of(Errno.EEXIST);
        }
        if (!there && (flags & XATTR_REPLACE) != 0) {
            throw FuseError.of(Errno.ENODATA);
        }
        if (!there && xattrs.size() >= XATTRS_MAX) {
            throw FuseError.of(Errno.ENOSPC);
        }
    }

    boolean isDirectory() {
        return Attributes.isDirectory(attributes.mode);
    }

    int type() {
        return attributes.mode & Attributes.S_IFMT;
    }

    void put(String name, MemoryInode inode) {
        Entry entry = new Entry(name, inode, ++lastCookie);
        byName.put(name, entry);
        byCookie.put(entry.cookie(), entry);
        inode.names++;
        if (inode.isDirectory()) {
            inode.parent = this;
        }
    }

    @Nullable
    Entry remove(String name) {
        Entry entry = byName.remove(name);
        if (entry != null) {
            byCookie.remove(entry.cookie());
            entry.inode().names--;
            if (entry.inode().isDirectory()) {
                entry.inode().parent = null;
            }
        }
        return entry;
    }

    /** Whether it is this directory or one below it. */
    boolean isWithin(MemoryInode directory) {
        for (MemoryInode at = this; at != null; at = at.parent == at ? null : at.parent) {
            if (at == directory) {
                return true;
            }
        }
        return false;
    }

    /** Says what it is, and returns itself. */
    MemoryInode fill(Attributes into) {
        into.ino = attributes.ino;
        into.mode = attributes.mode;
        into.uid = attributes.uid;
        into.gid = attributes.gid;
        into.rdev = attributes.rdev;
        into.blksize = attributes.blksize;
        into.atime = attributes.atime;
        into.mtime = attributes.mtime;
        into.ctime = attributes.ctime;
        into.atimeNsec = attributes.atimeNsec;
        into.mtimeNsec = attributes.mtimeNsec;
        into.ctimeNsec = attributes.ctimeNsec;
        into.size = switch (type()) {
            case Attributes.S_IFDIR -> SparseContent.PAGE_BYTES;
            case Attributes.S_IFLNK -> target.length;
            default -> content.size();
        };
        into.blocks = (long) content.pages() * (SparseContent.PAGE_BYTES / 512);
        into.nlink = isDirectory() ? 2 + subdirectories() : names;
        return this;
    }

    /** Counted once a stat of a directory: directories of a capture are small. */
    private int subdirectories() {
        int count = 0;
        for (Entry entry : byName.values()) {
            if (entry.inode().isDirectory()) {
                count++;
            }
        }
        return parent == null ? count - 2 : count;
    }

    /** Takes over what was known of a file, but not its size, blocks and nlink, which follow from what it is. */
    void set(Attributes from) {
        attributes.ino = from.ino;
        attributes.mode = type() | (from.mode & ~Attributes.S_IFMT);
        attributes.uid = from.uid;
        attributes.gid = from.gid;
        attributes.rdev = from.rdev;
        attributes.atime = from.atime;
        attributes.mtime = from.mtime;
        attributes.ctime = from.ctime;
        attributes.atimeNsec = from.atimeNsec;
        attributes.mtimeNsec = from.mtimeNsec;
        attributes.ctimeNsec = from.ctimeNsec;
        if (from.blksize != 0) {
            attributes.blksize = from.blksize;
        }
    }

    /** Changes everything that was asked for but the size. */
    void change(Change change) {
        if (change.has(Flags.FATTR_MODE)) {
            attributes.mode = type() | (change.mode & ~Attributes.S_IFMT);
        }
        if (change.has(Flags.FATTR_UID)) {
            attributes.uid = change.uid;
        }
        if (change.has(Flags.FATTR_GID)) {
            attributes.gid = change.gid;
        }
        Instant now = Instant.now();
        if (change.has(Flags.FATTR_ATIME | Flags.FATTR_ATIME_NOW)) {
            boolean given = !change.has(Flags.FATTR_ATIME_NOW);
            attributes.atime = given ? change.atime : now.getEpochSecond();
            attributes.atimeNsec = given ? change.atimeNsec : now.getNano();
        }
        if (change.has(Flags.FATTR_MTIME | Flags.FATTR_MTIME_NOW)) {
            boolean given = !change.has(Flags.FATTR_MTIME_NOW);
            attributes.mtime = given ? change.mtime : now.getEpochSecond();
            attributes.mtimeNsec = given ? change.mtimeNsec : now.getNano();
        }
        attributes.ctime = now.getEpochSecond();
        attributes.ctimeNsec = now.getNano();
    }

    /** Its content, or its names, changed now. */
    void changed() {
        Instant now = Instant.now();
        attributes.mtime = now.getEpochSecond();
        attributes.mtimeNsec = now.getNano();
        attributes.ctime = attributes.mtime;
        attributes.ctimeNsec = attributes.mtimeNsec;
    }

    /** It is made now. */
    void touched() {
        changed();
        attributes.atime = attributes.mtime;
        attributes.atimeNsec = attributes.mtimeNsec;
    }

    /** Fails unless a rename may put it in the place of another file. */
    void mayReplace(MemoryInode there) throws FuseError {
        if (there.isDirectory() != isDirectory()) {
            throw FuseError.of(there.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR);
        }
        if (!there.byName.isEmpty()) {
            throw FuseError.of(Errno.ENOTEMPTY);
        }
    }
}
