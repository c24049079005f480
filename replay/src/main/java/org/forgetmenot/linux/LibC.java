// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library, named and ordered as their manual pages have it. Each returns -1 where it fails, and {@link #errno}
 * says why if it is asked right after, by the same thread.
 *
 * <p>Paths are {@link Scratch}'s: names of files are bytes, not text. What every request of a filesystem may call takes addresses:
 * JNA asks a {@code Pointer} for its own by a call from C into Java.
 */
public final class LibC {
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_STATX_DONT_SYNC = 0x4000;

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 02;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    /** Other numbers on ARM: {@code arch/arm64/include/uapi/asm/fcntl.h}. */
    public static final int O_DIRECTORY = Platform.isARM() ? 040000 : 0200000;

    public static final int O_NOFOLLOW = Platform.isARM() ? 0100000 : 0400000;
    public static final int O_DIRECT = Platform.isARM() ? 0200000 : 040000;

    public static final int SEEK_SET = 0;
    public static final int SEEK_END = 2;

    public static final int AF_UNIX = 1;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_CLOEXEC = 02000000;
    public static final int SOL_SOCKET = 1;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    /** Beyond the limit of {@code net.core.wmem_max}, for root. */
    public static final int SO_SNDBUFFORCE = 32;

    /** Beyond the limit of {@code net.core.rmem_max}, for root. */
    public static final int SO_RCVBUFFORCE = 33;

    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;
    public static final int SHUT_RDWR = 2;
    public static final int F_SETFD = 2;
    public static final int FD_CLOEXEC = 1;

    public static final short POLLIN = 1;
    public static final int EFD_CLOEXEC = 02000000;
    public static final int EFD_NONBLOCK = 04000;
    public static final int MFD_CLOEXEC = 1;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    /** What {@link #mmap} returns where it fails. */
    public static final long MAP_FAILED = -1;

    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int CLONE_NEWNS = 0x20000;

    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_REMOUNT = 32;
    public static final long MS_BIND = 4096;
    public static final long MS_REC = 16384;
    public static final long MS_PRIVATE = 1 << 18;
    public static final int MNT_DETACH = 2;

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    /** Why the call before failed; positive. */
    public static int errno() {
        return Native.getLastError();
    }

    public static native int open(long path, int flags, int mode);

    public static native int openat(int dirfd, long path, int flags, int mode);

    public static native int close(int fd);

    public static native long read(int fd, long buf, long count);

    public static native long write(int fd, long buf, long count);

    public static native long pread(int fd, long buf, long count, long offset);

    public static native long pwrite(int fd, long buf, long count, long offset);

    public static native long lseek(int fd, long offset, int whence);

    public static native int fsync(int fd);

    public static native int fdatasync(int fd);

    public static native int syncfs(int fd);

    public static native int dup(int fd);

    public static native int ftruncate(int fd, long length);

    public static native int truncate(long path, long length);

    public static native int fallocate(int fd, int mode, long offset, long len);

    /** Since glibc 2.28. The structure is the same on every processor. */
    public static native int statx(int dirfd, long pathname, int flags, int mask, long statxbuf);

    public static native int fstatvfs(int fd, long buf);

    /** Since glibc 2.30. */
    public static native long getdents64(int fd, long dirp, long count);

    public static native long readlinkat(int dirfd, long pathname, long buf, long bufsiz);

    public static native int mknodat(int dirfd, long pathname, int mode, long dev);

    public static native int mkdirat(int dirfd, long pathname, int mode);

    public static native int symlinkat(long target, int newdirfd, long linkpath);

    public static native int linkat(int olddirfd, long oldpath, int newdirfd, long newpath, int flags);

    public static native int unlinkat(int dirfd, long pathname, int flags);

    /** Since glibc 2.28. */
    public static native int renameat2(int olddirfd, long oldpath, int newdirfd, long newpath, int flags);

    public static native int fchownat(int dirfd, long pathname, int owner, int group, int flags);

    public static native int chmod(long pathname, int mode);

    public static native int fchmodat(int dirfd, long pathname, int mode, int flags);

    public static native int utimensat(int dirfd, long pathname, long times, int flags);

    public static native long getxattr(long path, long name, long value, long size);

    public static native long listxattr(long path, long list, long size);

    public static native int setxattr(long path, long name, long value, long size, int flags);

    public static native int removexattr(long path, long name);

    public static native int umask(int mask);

    public static native int geteuid();

    public static native int getrlimit(int resource, long rlim);

    public static native int setrlimit(int resource, long rlim);

    public static native int mount(
            @Nullable String source,
            String target,
            @Nullable String filesystemtype,
            long mountflags,
            @Nullable String data);

    public static native int umount2(String target, int flags);

    public static native int ioctl(int fd, long request, Pointer argument);

    public static native int fcntl(int fd, int command, int argument);

    public static native int socket(int domain, int type, int protocol);

    public static native int socketpair(int domain, int type, int protocol, Pointer sv);

    public static native int connect(int sockfd, Pointer addr, int addrlen);

    public static native int bind(int sockfd, Pointer addr, int addrlen);

    public static native int listen(int sockfd, int backlog);

    public static native int accept4(int sockfd, Pointer addr, Pointer addrlen, int flags);

    public static native int shutdown(int sockfd, int how);

    public static native int setsockopt(int sockfd, int level, int optname, Pointer optval, int optlen);

    public static native long recv(int sockfd, long buf, long len, int flags);

    public static native long send(int sockfd, long buf, long len, int flags);

    public static native long recvmsg(int sockfd, Pointer msg, int flags);

    public static native long sendmsg(int sockfd, Pointer msg, int flags);

    public static native int poll(long fds, long nfds, int timeout);

    public static native int eventfd(int initval, int flags);

    public static native int pipe2(Pointer pipefd, int flags);

    /** Since glibc 2.27. */
    public static native int memfd_create(String name, int flags);

    public static native Pointer mmap(Pointer addr, long length, int prot, int flags, int fd, long offset);

    public static native int munmap(Pointer addr, long length);

    /** Of the calling thread alone, for what a thread may have of its own. */
    public static native int unshare(int flags);

    public static native int kill(int pid, int sig);

    /** Returns the error itself, and leaves errno alone. */
    public static native int posix_spawnp(
            Pointer pid, String file, Pointer fileActions, Pointer attributes, Pointer argv, Pointer envp);

    public static native int posix_spawn_file_actions_init(Pointer fileActions);

    public static native int posix_spawn_file_actions_destroy(Pointer fileActions);

    public static native int posix_spawn_file_actions_adddup2(Pointer fileActions, int fildes, int newfildes);

    public static native int posix_spawn_file_actions_addopen(
            Pointer fileActions, int fildes, String path, int oflag, int mode);

    public static native int waitpid(int pid, Pointer wstatus, int options);
}
