// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.jspecify.annotations.Nullable;

/** Files in memory: what a capture says that there were, or what clients made. */
public final class MemoryTree implements Tree {
    /** Of all files together, with their names and extended attributes; beyond it, writing fails with ENOSPC. */
    private static final long BYTES_MAX = 1L << 30;
    /** Beyond it, making files fails with ENOSPC. */
    private static final int INODES_MAX = 1 << 20;

    private static final int NAME_BYTES_MAX = 255;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;
    private static final long FIRST_DEVICE = 1;

    private final MemoryInode root;
    private long lastIno;
    /** Of {@link #BYTES_MAX}. */
    private long usedBytes;

    private long inodes;

    /** A tree of an empty root directory, which everybody may enter and root owns. */
    public MemoryTree() {
        root = new MemoryInode(++lastIno, FIRST_DEVICE, Attributes.S_IFDIR | 0755);
        root.parent = root;
        root.names = 1;
        inodes = 1;
        root.touched();
    }

    @Override
    public MemoryInode root() {
        return root;
    }

    // ---- to build one

    /**
     * Adds a file, whatever it is, with a number, an owner and times of this tree's choice.
     *
     * @param name one component, not there yet
     * @param mode type and permissions
     * @throws FuseError EEXIST, ENOSPC, ENOTDIR
     */
    public synchronized MemoryInode add(MemoryInode directory, byte[] name, int mode) throws FuseError {
        String key = absent(directory, name);
        if (inodes >= INODES_MAX) {
            throw FuseError.of(Errno.ENOSPC);
        }
        use(name.length);
        inodes++;
        MemoryInode inode = new MemoryInode(++lastIno, directory.device, mode);
        inode.touched();
        directory.put(key, inode);
        return inode;
    }

    /** Makes a directory, and what will be made in it, lie on a filesystem of its own. */
    public synchronized void mount(MemoryInode directory, long device) {
        directory.device = device;
    }

    /** What {@link #attributes} shall say; its size, blocks and nlink are not taken over. */
    public synchronized void set(MemoryInode inode, Attributes from) {
        inode.set(from);
        lastIno = Math.max(lastIno, Math.max(0, from.ino));
    }

    /** Where a symbolic link leads. */
    public synchronized void target(MemoryInode inode, byte[] target) throws FuseError {
        use(target.length - inode.target.length);
        inode.target = target;
    }

    /**
     * Makes a file as long as that, of bytes that nobody knows.
     *
     * @param seed of the pattern that stands for them; 0 is zeros
     */
    public synchronized void holes(MemoryInode inode, long sizeBytes, long seed) {
        inode.content.pattern(seed, sizeBytes);
    }

    /** Puts bytes into a file. */
    public synchronized void data(MemoryInode inode, long offset, byte[] bytes, int at, int length) throws FuseError {
        write(inode, offset, bytes, at, length);
    }

    // ---- to serve it

    @Override
    public synchronized @Nullable Inode lookup(Inode directory, byte[] name, Attributes into) throws FuseError {
        MemoryInode parent = (MemoryInode) directory;
        if (!parent.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        MemoryInode.Entry entry = parent.byName.get(key(name));
        return entry == null ? null : referred(entry.inode().fill(into));
    }

    private static MemoryInode referred(MemoryInode inode) {
        inode.references++;
        return inode;
    }

    private static MemoryInode.Entry find(MemoryInode directory, String key) throws FuseError {
        if (!directory.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        MemoryInode.Entry entry = directory.byName.get(key);
        if (entry == null) {
            throw FuseError.of(Errno.ENOENT);
        }
        return entry;
    }

    private static String absent(MemoryInode directory, byte[] name) throws FuseError {
        if (!directory.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        if (directory.parent == null) {
            throw FuseError.of(Errno.ENOENT);
        }
        String key = key(name);
        if (directory.byName.containsKey(key)) {
            throw FuseError.of(Errno.EEXIST);
        }
        return key;
    }

    private static String key(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    @Override
    public synchronized void acquire(Inode inode) {
        referred((MemoryInode) inode);
    }

    @Override
    public synchronized void release(Inode inode) {
        MemoryInode file = (MemoryInode) inode;
        file.references--;
        freed(file);
    }

    /** Gives back what a file took, if nobody has it any more. */
    private void freed(MemoryInode inode) {
        if (inode.names == 0 && inode.references == 0) {
            inodes--;
            usedBytes -= pageBytes(inode.content.pages()) + inode.target.length;
            inode.xattrs.forEach((name, value) -> usedBytes -= name.length() + value.length);
        }
    }

    @Override
    public synchronized void attributes(Inode inode, Attributes into) {
        ((MemoryInode) inode).fill(into);
    }

    @Override
    public synchronized void change(Inode inode, Change change) throws FuseError {
        MemoryInode file = (MemoryInode) inode;
        if (change.has(Flags.FATTR_SIZE)) {
            truncate(file, change.size);
        }
        file.change(change);
    }

    void truncate(MemoryInode file, long size) throws FuseError {
        if (file.type() != Attributes.S_IFREG) {
            throw FuseError.of(file.isDirectory() ? Errno.EISDIR : Errno.EINVAL);
        }
        int before = file.content.pages();
        file.content.truncate(size);
        usedBytes -= pageBytes(before - file.content.pages());
        file.changed();
    }

    /** Fails if there is no room for so many bytes more. */
    private void use(long bytes) throws FuseError {
        if (bytes > BYTES_MAX - usedBytes) {
            throw FuseError.of(Errno.ENOSPC);
        }
        usedBytes += bytes;
    }

    private static long pageBytes(long pages) {
        return pages * SparseContent.PAGE_BYTES;
    }

    void write(MemoryInode file, long offset, byte[] from, int at, int length) throws FuseError {
        if (offset > Long.MAX_VALUE - length) {
            throw FuseError.of(Errno.EFBIG);
        }
        withPages(file, offset, length, () -> file.content.write(offset, from, at, length));
    }

    /** Does something that needs at most the pages of a range, if there is room for them. */
    void withPages(MemoryInode file, long offset, long length, Runnable change) throws FuseError {
        long most = pageBytes(SparseContent.pagesOf(offset, length));
        use(most);
        int before = file.content.pages();
        change.run();
        usedBytes -= most - pageBytes(file.content.pages() - before);
    }

    @Override
    public synchronized byte[] readlink(Inode inode) throws FuseError {
        MemoryInode link = (MemoryInode) inode;
        if (link.type() != Attributes.S_IFLNK) {
            throw FuseError.of(Errno.EINVAL);
        }
        return link.target;
    }

    private MemoryInode make(Inode directory, byte[] name, int mode, Caller caller) throws FuseError {
        MemoryInode parent = (MemoryInode) directory;
        MemoryInode inode = add(parent, name, mode);
        inode.attributes.uid = caller.uid();
        inode.attributes.gid = caller.gid();
        if ((parent.attributes.mode & Attributes.S_ISGID) != 0) {
            inode.attributes.gid = parent.attributes.gid;
            if (inode.isDirectory()) {
                inode.attributes.mode |= Attributes.S_ISGID;
            }
        }
        parent.changed();
        return inode;
    }

    @Override
    public synchronized Inode mknod(Inode directory, byte[] name, int mode, int rdev, Caller caller) throws FuseError {
        int type = mode & Attributes.S_IFMT;
        if (type == Attributes.S_IFDIR || type == Attributes.S_IFLNK) {
            throw FuseError.of(Errno.EINVAL);
        }
        MemoryInode inode = make(directory, name, type == 0 ? mode | Attributes.S_IFREG : mode, caller);
        inode.attributes.rdev = rdev;
        return referred(inode);
    }

    @Override
    public synchronized Inode mkdir(Inode directory, byte[] name, int mode, Caller caller) throws FuseError {
        return referred(make(directory, name, Attributes.S_IFDIR | (mode & ~Attributes.S_IFMT), caller));
    }

    @Override
    public synchronized Inode symlink(Inode directory, byte[] name, byte[] target, Caller caller) throws FuseError {
        use(target.length);
        MemoryInode inode;
        try {
            inode = make(directory, name, Attributes.S_IFLNK | 0777, caller);
        } catch (FuseError e) {
            usedBytes -= target.length;
            throw e;
        }
        inode.target = target;
        return referred(inode);
    }

    @Override
    public synchronized void link(Inode inode, Inode directory, byte[] name) throws FuseError {
        MemoryInode file = (MemoryInode) inode;
        MemoryInode parent = (MemoryInode) directory;
        if (file.isDirectory()) {
            throw FuseError.of(Errno.EPERM);
        }
        if (file.device != parent.device) {
            throw FuseError.of(Errno.EXDEV);
        }
        String key = absent(parent, name);
        use(name.length);
        parent.put(key, file);
        parent.changed();
    }

    @Override
    public synchronized void unlink(Inode directory, byte[] name) throws FuseError {
        MemoryInode parent = (MemoryInode) directory;
        if (find(parent, key(name)).inode().isDirectory()) {
            throw FuseError.of(Errno.EISDIR);
        }
        remove(parent, key(name));
    }

    @Override
    public synchronized void rmdir(Inode directory, byte[] name) throws FuseError {
        MemoryInode parent = (MemoryInode) directory;
        MemoryInode inode = find(parent, key(name)).inode();
        if (!inode.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        if (inode.device != parent.device) {
            throw FuseError.of(Errno.EBUSY);
        }
        if (!inode.byName.isEmpty()) {
            throw FuseError.of(Errno.ENOTEMPTY);
        }
        remove(parent, key(name));
    }

    private void remove(MemoryInode parent, String key) {
        MemoryInode.Entry entry = parent.remove(key);
        parent.changed();
        if (entry == null) {
            return;
        }
        usedBytes -= entry.name().length();
        freed(entry.inode());
    }

    @Override
    public synchronized void rename(Inode from, byte[] name, Inode to, byte[] newName, int flags) throws FuseError {
        MemoryInode source = (MemoryInode) from;
        MemoryInode target = (MemoryInode) to;
        if ((flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE)) != 0
                || (flags & (RENAME_NOREPLACE | RENAME_EXCHANGE)) == (RENAME_NOREPLACE | RENAME_EXCHANGE)) {
            throw FuseError.of(Errno.EINVAL);
        }
        MemoryInode moved = find(source, key(name)).inode();
        if (source.device != target.device || moved.device != source.device) {
            throw FuseError.of(Errno.EXDEV);
        }
        if (!target.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        if (moved.isDirectory() && target.isWithin(moved)) {
            throw FuseError.of(Errno.EINVAL);
        }
        MemoryInode.Entry there = target.byName.get(key(newName));
        if ((flags & RENAME_EXCHANGE) != 0) {
            exchange(source, name, target, newName, there);
            return;
        }
        if (there != null) {
            if ((flags & RENAME_NOREPLACE) != 0) {
                throw FuseError.of(Errno.EEXIST);
            }
            if (there.inode() == moved) {
                return;
            }
            moved.mayReplace(there.inode());
            remove(target, key(newName));
        } else if (target.parent == null) {
            throw FuseError.of(Errno.ENOENT);
        }
        source.remove(key(name));
        target.put(key(newName), moved);
        source.changed();
        target.changed();
    }

    private static void exchange(
            MemoryInode source, byte[] name, MemoryInode target, byte[] newName, MemoryInode.@Nullable Entry there)
            throws FuseError {
        if (there == null) {
            throw FuseError.of(Errno.ENOENT);
        }
        if (there.inode().isDirectory() && source.isWithin(there.inode())) {
            throw FuseError.of(Errno.EINVAL);
        }
        MemoryInode.Entry here = find(source, key(name));
        source.remove(key(name));
        target.remove(key(newName));
        source.put(key(name), there.inode());
        target.put(key(newName), here.inode());
        source.changed();
        target.changed();
    }

    @Override
    public synchronized OpenFile open(Inode inode, int flags) throws FuseError {
        MemoryInode file = (MemoryInode) inode;
        if (file.type() != Attributes.S_IFREG) {
            throw FuseError.of(file.isDirectory() ? Errno.EISDIR : Errno.EBADF);
        }
        if ((flags & OpenFlags.O_TRUNC) != 0) {
            truncate(file, 0);
        }
        return new MemoryFile(this, referred(file), flags);
    }

    @Override
    public synchronized Created create(Inode directory, byte[] name, int flags, int mode, Caller caller)
            throws FuseError {
        MemoryInode parent = (MemoryInode) directory;
        MemoryInode.Entry there = parent.byName.get(key(name));
        if (there != null) {
            if ((flags & OpenFlags.O_EXCL) != 0) {
                throw FuseError.of(Errno.EEXIST);
            }
            OpenFile file = open(there.inode(), flags);
            return new Created(referred(there.inode()), file);
        }
        MemoryInode inode = make(parent, name, Attributes.S_IFREG | (mode & ~Attributes.S_IFMT), caller);
        return new Created(referred(inode), new MemoryFile(this, referred(inode), flags));
    }

    @Override
    public synchronized OpenDirectory opendir(Inode inode) throws FuseError {
        MemoryInode directory = (MemoryInode) inode;
        if (!directory.isDirectory()) {
            throw FuseError.of(Errno.ENOTDIR);
        }
        return new MemoryDirectory(this, referred(directory));
    }

    @Override
    public synchronized FilesystemStatus statfs(Inode inode) {
        long blocks = BYTES_MAX / SparseContent.PAGE_BYTES;
        return new FilesystemStatus(
                blocks,
                blocks - usedBytes / SparseContent.PAGE_BYTES,
                blocks - usedBytes / SparseContent.PAGE_BYTES,
                INODES_MAX,
                INODES_MAX - inodes,
                SparseContent.PAGE_BYTES,
                NAME_BYTES_MAX,
                SparseContent.PAGE_BYTES);
    }

    @Override
    public synchronized void access(Inode inode, int mask, Caller caller) throws FuseError {
        if (!((MemoryInode) inode).attributes.permits(mask, caller)) {
            throw FuseError.of(Errno.EACCES);
        }
    }

    @Override
    public synchronized byte[] getxattr(Inode inode, byte[] name) throws FuseError {
        return present(((MemoryInode) inode).xattrs.get(key(name)));
    }

    @Override
    public synchronized byte[] listxattr(Inode inode) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : ((MemoryInode) inode).xattrs.keySet()) {
            names.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
            names.write(0);
        }
        return names.toByteArray();
    }

    @Override
    public synchronized void setxattr(Inode inode, byte[] name, byte[] value, int flags) throws FuseError {
        MemoryInode file = (MemoryInode) inode;
        PosixAcl acl = PosixAcl.isAccess(name) ? PosixAcl.of(value) : null;
        file.mayHave(key(name), flags);
        if (acl != null && acl.isMode()) {
            forget(name, file.xattrs.remove(key(name)));
        } else {
            use(value.length + (long) name.length);
            forget(name, file.xattrs.put(key(name), value));
        }
        file.attributes.mode = acl == null ? file.attributes.mode : acl.mode(file.attributes.mode);
    }

    private void forget(byte[] name, byte @Nullable [] value) {
        if (value != null) {
            usedBytes -= value.length + (long) name.length;
        }
    }

    @Override
    public synchronized void removexattr(Inode inode, byte[] name) throws FuseError {
        byte[] value = ((MemoryInode) inode).xattrs.remove(key(name));
        forget(name, PosixAcl.isAcl(name) ? value : present(value)); // no list is the same as one that is not there
    }

    private static byte[] present(byte @Nullable [] value) throws FuseError {
        if (value == null) {
            throw FuseError.of(Errno.ENODATA);
        }
        return value;
    }

    @Override
    public void sync(Inode inode) {}

    @Override
    public void close() {}
}
