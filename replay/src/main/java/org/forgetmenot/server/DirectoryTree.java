// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory of this machine, as a passthrough filesystem serves them.
 *
 * <p>Nothing outside of it can be reached: a file is an {@code O_PATH} descriptor, found from its directory's by one name that
 * is neither .. nor has a slash, and a symbolic link is never followed.
 */
public final class DirectoryTree implements Tree {
    private static final long UTIME_NOW = (1L << 30) - 1;
    private static final long UTIME_OMIT = (1L << 30) - 2;
    private static final int SET_ID_BITS = Attributes.S_ISUID | Attributes.S_ISGID;
    private static final int XATTR_BYTES_MAX = 65536;

    private final Map<LinuxInode.Key, LinuxInode> inodes = new HashMap<>();
    private final LinuxInode root;
    private final boolean isRoot = LibC.geteuid() == 0;

    private DirectoryTree(LinuxInode root) {
        this.root = root;
    }

    /**
     * Opens a directory.
     *
     * @param writable whether sessions will change it: then modes are the clients' own, whatever this process's umask
     * @throws IOException if there is none, or it may not be entered
     */
    public static DirectoryTree open(Path directory, boolean writable) throws IOException {
        byte[] path = directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        Scratch scratch = Scratch.get();
        int fd = LibC.open(scratch.path(path), LibC.O_PATH | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            int errno = LibC.errno();
            String name = directory.toString();
            boolean isMissing = errno == Errno.ENOENT.number() || errno == Errno.ENOTDIR.number();
            String why = isMissing ? "no such directory" : "cannot be opened: " + Errno.name(errno);
            throw new FileSystemException(
                    name, null, Files.exists(directory) && isMissing ? "is not a directory" : why);
        }
        if (writable) {
            LibC.umask(0);
        }
        try {
            ByteBuffer stat = StatxCall.of(fd, scratch);
            return new DirectoryTree(new LinuxInode(StatxCall.key(stat), fd, StatxCall.mode(stat)));
        } catch (FuseError e) {
            LibC.close(fd);
            throw new FileSystemException(directory.toString(), null, "cannot be opened: " + Errno.name(e.number()));
        }
    }

    @Override
    public Inode root() {
        return root;
    }

    private static int fd(Inode inode) {
        return ((LinuxInode) inode).fd;
    }

    private static void check(int result) throws FuseError {
        if (result != 0) {
            throw FuseError.of(LibC.errno());
        }
    }

    @Override
    public @Nullable Inode lookup(Inode directory, byte[] name, Attributes into) throws FuseError {
        Scratch scratch = Scratch.get();
        ByteBuffer stat = StatxCall.of(fd(directory), name, scratch);
        if (stat == null) {
            return null;
        }
        LinuxInode known = known(StatxCall.key(stat));
        if (known != null) {
            StatxCall.fill(stat, into);
            return known; // its descriptor keeps the number from being given to another file
        }
        int flags = LibC.O_PATH | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
        int fd = LibC.openat(fd(directory), scratch.path(name), flags, 0);
        if (fd >= 0) {
            return inode(fd, scratch, into);
        }
        int errno = LibC.errno();
        if (errno == Errno.ENOENT.number()) {
            return null;
        }
        throw FuseError.of(errno);
    }

    /** A file that is referred to already, once more; null if it is not. */
    private @Nullable LinuxInode known(LinuxInode.Key key) {
        synchronized (inodes) {
            LinuxInode known = key.equals(root.key) ? root : inodes.get(key);
            if (known != null) {
                known.references++;
            }
            return known;
        }
    }

    /** What was there a moment ago. */
    private Inode find(Inode directory, byte[] name) throws FuseError {
        Inode found = lookup(directory, name, new Attributes());
        if (found == null) {
            throw FuseError.of(Errno.ENOENT);
        }
        return found;
    }

    /** The inode of a descriptor, which it keeps or closes, and what it is. */
    private Inode inode(int fd, Scratch scratch, Attributes into) throws FuseError {
        LinuxInode.Key key;
        try {
            ByteBuffer stat = StatxCall.of(fd, scratch);
            key = StatxCall.key(stat);
            StatxCall.fill(stat, into);
        } catch (FuseError e) {
            LibC.close(fd);
            throw e;
        }
        synchronized (inodes) {
            LinuxInode known = known(key);
            if (known == null) {
                LinuxInode found = new LinuxInode(key, fd, into.mode);
                inodes.put(key, found);
                return found;
            }
            LibC.close(fd);
            return known;
        }
    }

    @Override
    public void acquire(Inode inode) {
        synchronized (inodes) {
            ((LinuxInode) inode).references++;
        }
    }

    @Override
    public void release(Inode inode) {
        LinuxInode file = (LinuxInode) inode;
        synchronized (inodes) {
            if (--file.references > 0 || file == root) {
                return;
            }
            inodes.remove(file.key);
        }
        LibC.close(file.fd);
    }

    @Override
    public void attributes(Inode inode, Attributes into) throws FuseError {
        StatxCall.fill(StatxCall.of(fd(inode), Scratch.get()), into);
    }

    @Override
    public void change(Inode inode, Change change) throws FuseError {
        Scratch scratch = Scratch.get();
        int fd = fd(inode);
        if (change.has(Flags.FATTR_SIZE)) {
            check(LibC.truncate(scratch.procPath(fd), change.size));
        }
        if (change.has(Flags.FATTR_UID | Flags.FATTR_GID)) {
            int uid = change.has(Flags.FATTR_UID) ? change.uid : -1;
            int gid = change.has(Flags.FATTR_GID) ? change.gid : -1;
            check(LibC.fchownat(fd, scratch.emptyPath(), uid, gid, LibC.AT_EMPTY_PATH | LibC.AT_SYMLINK_NOFOLLOW));
        }
        if (change.has(Flags.FATTR_MODE)) {
            check(LibC.chmod(scratch.procPath(fd), change.mode & ~Attributes.S_IFMT));
        }
        if (change.hasTimes()) {
            ByteBuffer times = scratch.structView();
            time(
                    times,
                    0,
                    change.has(Flags.FATTR_ATIME),
                    change.has(Flags.FATTR_ATIME_NOW),
                    change.atime,
                    change.atimeNsec);
            time(
                    times,
                    2 * Long.BYTES,
                    change.has(Flags.FATTR_MTIME),
                    change.has(Flags.FATTR_MTIME_NOW),
                    change.mtime,
                    change.mtimeNsec);
            check(LibC.utimensat(LibC.AT_FDCWD, scratch.procPath(fd), scratch.struct(), 0));
        }
    }

    private static void time(ByteBuffer times, int at, boolean given, boolean now, long seconds, int nsec) {
        times.putLong(at, seconds);
        times.putLong(at + Long.BYTES, now ? UTIME_NOW : given ? nsec : UTIME_OMIT);
    }

    @Override
    public byte[] readlink(Inode inode) throws FuseError {
        Scratch scratch = Scratch.get();
        long count = LibC.readlinkat(
                fd(inode), scratch.emptyPath(), scratch.data(Scratch.PATH_BYTES_MAX), Scratch.PATH_BYTES_MAX);
        if (count < 0) {
            throw FuseError.of(LibC.errno() == Errno.ENOENT.number() ? Errno.EINVAL.number() : LibC.errno());
        }
        byte[] target = new byte[(int) count];
        scratch.dataView().get(0, target);
        return target;
    }

    /** Gives what was just made to its caller, and finds it. */
    private Inode made(Inode directory, byte[] name, int mode, Caller caller) throws FuseError {
        Inode inode = find(directory, name);
        try {
            own(directory, inode, mode, caller);
            return inode;
        } catch (FuseError e) {
            release(inode);
            throw e;
        }
    }

    private void own(Inode directory, Inode inode, int mode, Caller caller) throws FuseError {
        if (!isRoot || (caller.uid() == 0 && caller.gid() == 0)) {
            return;
        }
        Scratch scratch = Scratch.get();
        // a set-group-ID directory has handed on its group already
        boolean inherits = (StatxCall.mode(StatxCall.of(fd(directory), scratch)) & Attributes.S_ISGID) != 0;
        check(LibC.fchownat(
                fd(inode),
                scratch.emptyPath(),
                caller.uid(),
                inherits ? -1 : caller.gid(),
                LibC.AT_EMPTY_PATH | LibC.AT_SYMLINK_NOFOLLOW));
        if ((mode & SET_ID_BITS) != 0) {
            check(LibC.chmod(scratch.procPath(fd(inode)), mode & ~Attributes.S_IFMT)); // chown took them away
        }
    }

    @Override
    public Inode mknod(Inode directory, byte[] name, int mode, int rdev, Caller caller) throws FuseError {
        check(LibC.mknodat(fd(directory), Scratch.get().path(name), mode, Devices.toLibC(rdev)));
        return made(directory, name, mode, caller);
    }

    @Override
    public Inode mkdir(Inode directory, byte[] name, int mode, Caller caller) throws FuseError {
        check(LibC.mkdirat(fd(directory), Scratch.get().path(name), mode));
        return made(directory, name, 0, caller);
    }

    @Override
    public Inode symlink(Inode directory, byte[] name, byte[] target, Caller caller) throws FuseError {
        Scratch scratch = Scratch.get();
        check(LibC.symlinkat(scratch.secondPath(target), fd(directory), scratch.path(name)));
        return made(directory, name, 0, caller);
    }

    @Override
    public void link(Inode inode, Inode directory, byte[] name) throws FuseError {
        Scratch scratch = Scratch.get();
        check(LibC.linkat(
                LibC.AT_FDCWD,
                scratch.procPath(fd(inode)),
                fd(directory),
                scratch.secondPath(name),
                LibC.AT_SYMLINK_FOLLOW));
    }

    @Override
    public void unlink(Inode directory, byte[] name) throws FuseError {
        check(LibC.unlinkat(fd(directory), Scratch.get().path(name), 0));
    }

    @Override
    public void rmdir(Inode directory, byte[] name) throws FuseError {
        check(LibC.unlinkat(fd(directory), Scratch.get().path(name), LibC.AT_REMOVEDIR));
    }

    @Override
    public void rename(Inode from, byte[] name, Inode to, byte[] newName, int flags) throws FuseError {
        Scratch scratch = Scratch.get();
        check(LibC.renameat2(fd(from), scratch.path(name), fd(to), scratch.secondPath(newName), flags));
    }

    /** What a client may ask for; the rest would change what the descriptor is, or where it leads. */
    private static int openFlags(int flags) {
        return (flags & (OpenFlags.O_ACCMODE | OpenFlags.O_APPEND | OpenFlags.O_TRUNC)) | LibC.O_CLOEXEC;
    }

    @Override
    public OpenFile open(Inode inode, int flags) throws FuseError {
        LinuxInode file = (LinuxInode) inode;
        if (!file.isRegular()) {
            // opening a FIFO would wait, opening a device would do things to it
            throw FuseError.of(Attributes.isDirectory(file.mode) ? Errno.EISDIR : Errno.EBADF);
        }
        int fd = LibC.open(Scratch.get().procPath(file.fd), openFlags(flags), 0);
        if (fd < 0) {
            throw FuseError.of(LibC.errno());
        }
        return new LinuxFile(fd);
    }

    @Override
    public Created create(Inode directory, byte[] name, int flags, int mode, Caller caller) throws FuseError {
        Scratch scratch = Scratch.get();
        // with O_EXCL, what is opened is what was made: neither a link nor a FIFO that somebody else put there
        int exclusive = openFlags(flags) | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW;
        int fd = LibC.openat(fd(directory), scratch.path(name), exclusive, mode & ~Attributes.S_IFMT);
        if (fd < 0) {
            int errno = LibC.errno();
            if (errno != Errno.EEXIST.number() || (flags & OpenFlags.O_EXCL) != 0) {
                throw FuseError.of(errno);
            }
            Inode there = find(directory, name);
            try {
                return new Created(there, open(there, flags));
            } catch (FuseError e) {
                release(there);
                throw e;
            }
        }
        OpenFile file = new LinuxFile(fd);
        try {
            return new Created(made(directory, name, mode, caller), file);
        } catch (FuseError e) {
            file.close();
            throw e;
        }
    }

    @Override
    public OpenDirectory opendir(Inode inode) throws FuseError {
        int fd = LibC.open(Scratch.get().procPath(fd(inode)), LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            throw FuseError.of(LibC.errno());
        }
        return new LinuxDirectory(fd);
    }

    @Override
    public FilesystemStatus statfs(Inode inode) throws FuseError {
        Scratch scratch = Scratch.get();
        check(LibC.fstatvfs(fd(inode), scratch.struct()));
        // struct statvfs of glibc on 64 bit: longs, f_bsize first and f_namemax eleventh
        ByteBuffer status = scratch.structView();
        return new FilesystemStatus(
                status.getLong(2 * Long.BYTES),
                status.getLong(3 * Long.BYTES),
                status.getLong(4 * Long.BYTES),
                status.getLong(5 * Long.BYTES),
                status.getLong(6 * Long.BYTES),
                (int) status.getLong(0),
                (int) status.getLong(10 * Long.BYTES),
                (int) status.getLong(Long.BYTES));
    }

    @Override
    public void access(Inode inode, int mask, Caller caller) throws FuseError {
        Attributes attributes = new Attributes();
        attributes(inode, attributes);
        if (!attributes.permits(mask, caller)) {
            throw FuseError.of(Errno.EACCES);
        }
    }

    @Override
    public byte[] getxattr(Inode inode, byte[] name) throws FuseError {
        Scratch scratch = Scratch.get();
        return value(
                LibC.getxattr(
                        scratch.procPath(fd(inode)),
                        scratch.secondPath(name),
                        scratch.data(XATTR_BYTES_MAX),
                        XATTR_BYTES_MAX),
                scratch);
    }

    @Override
    public byte[] listxattr(Inode inode) throws FuseError {
        Scratch scratch = Scratch.get();
        return value(
                LibC.listxattr(scratch.procPath(fd(inode)), scratch.data(XATTR_BYTES_MAX), XATTR_BYTES_MAX), scratch);
    }

    private static byte[] value(long count, Scratch scratch) throws FuseError {
        if (count < 0) {
            throw FuseError.of(LibC.errno());
        }
        byte[] value = new byte[(int) count];
        scratch.dataView().get(0, value);
        return value;
    }

    @Override
    public void setxattr(Inode inode, byte[] name, byte[] value, int flags) throws FuseError {
        Scratch scratch = Scratch.get();
        var data = scratch.data(value.length);
        scratch.dataView().put(0, value);
        check(LibC.setxattr(scratch.procPath(fd(inode)), scratch.secondPath(name), data, value.length, flags));
    }

    @Override
    public void removexattr(Inode inode, byte[] name) throws FuseError {
        Scratch scratch = Scratch.get();
        check(LibC.removexattr(scratch.procPath(fd(inode)), scratch.secondPath(name)));
    }

    @Override
    public void sync(Inode inode) throws FuseError {
        OpenDirectory directory = opendir(inode);
        try {
            directory.fsync(false);
        } finally {
            directory.close();
        }
    }

    @Override
    public void close() {
        LibC.close(root.fd);
    }
}
