// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.MountNamespace;
import org.forgetmenot.linux.Scratch;
import org.forgetmenot.server.Attributes;
import org.forgetmenot.wire.Errno;

/**
 * Files below a directory. Names come from a capture, which may be hostile: they were made sure to be one component each, no link
 * is ever followed, and device files are of no device.
 */
final class DiskFiles implements FileMaker<byte[], IOException> {
    /** Of a submount: it is memory. */
    private static final long MOUNT_BYTES_MAX = 1L << 30;

    /** Stands for a file that is not made, as its path is too long. */
    private static final byte[] NONE = {};

    private static final int PERMISSIONS = 07777;
    private static final int NEW_DIRECTORY = 0700;
    private static final int NEW_FILE = 0600;
    private static final byte[] SOMEWHERE = {'x'};

    private final byte[] root;
    private final boolean mayMount;
    private final boolean isRoot = LibC.geteuid() == 0;
    private final List<Times> times = new ArrayList<>();
    private int unmounted;
    private int omitted;
    private int shortened;

    /** What is set last, as making files in a directory changes its times. */
    private static final class Times {
        final byte[] path;
        final Attributes attributes;

        Times(byte[] path, Attributes attributes) {
            this.path = path;
            this.attributes = attributes;
        }
    }

    DiskFiles(Path directory, boolean mayMount) {
        root = directory.toString().getBytes(Charset.defaultCharset());
        this.mayMount = mayMount;
    }

    @Override
    public byte[] root() {
        return root;
    }

    private static void check(int result, String what) throws IOException {
        if (result != 0) {
            throw new IOException("cannot make the files of the capture: " + what + ": " + Errno.name(LibC.errno()));
        }
    }

    private byte[] below(byte[] directory, byte[] name) {
        int length = directory.length + 1 + name.length;
        if (directory.length == 0 || length >= Scratch.PATH_BYTES_MAX) {
            omitted++;
            return NONE;
        }
        byte[] path = Arrays.copyOf(directory, length);
        path[directory.length] = '/';
        System.arraycopy(name, 0, path, directory.length + 1, name.length);
        return path;
    }

    @Override
    public byte[] add(byte[] directory, byte[] name, SeenFile seen, int mode) throws IOException {
        byte[] path = below(directory, name);
        if (path.length == 0) {
            return path;
        }
        long pointer = Scratch.get().path(path);
        int type = mode & Attributes.S_IFMT;
        switch (type) {
            case Attributes.S_IFDIR -> check(LibC.mkdirat(LibC.AT_FDCWD, pointer, NEW_DIRECTORY), "mkdir");
            case Attributes.S_IFLNK -> {
                byte[] target = seen.target.length == 0 || seen.target.length >= Scratch.PATH_BYTES_MAX
                        ? SOMEWHERE
                        : seen.target;
                check(LibC.symlinkat(Scratch.get().secondPath(target), LibC.AT_FDCWD, pointer), "symlink");
                return path;
            }
            default -> check(LibC.mknodat(LibC.AT_FDCWD, pointer, type | NEW_FILE, 0), "mknod");
        }
        check(LibC.chmod(pointer, mode & PERMISSIONS), "chmod");
        return path;
    }

    @Override
    public void link(byte[] file, byte[] directory, byte[] name) throws IOException {
        byte[] path = below(directory, name);
        if (file.length > 0 && path.length > 0) {
            Scratch scratch = Scratch.get();
            int result = LibC.linkat(LibC.AT_FDCWD, scratch.path(file), LibC.AT_FDCWD, scratch.secondPath(path), 0);
            if (result != 0 && LibC.errno() != Errno.EXDEV.number()) {
                check(result, "link");
            }
        }
    }

    @Override
    public void mount(byte[] directory) throws IOException {
        if (!mayMount) {
            unmounted++;
        } else if (directory.length > 0) {
            MountNamespace.tmpfs(Path.of(new String(directory, Charset.defaultCharset())), MOUNT_BYTES_MAX);
        }
    }

    @Override
    public void content(byte[] file, SeenFile seen, long pathHash) throws IOException {
        if (file.length == 0) {
            return;
        }
        Scratch scratch = Scratch.get();
        int fd = LibC.openat(LibC.AT_FDCWD, scratch.path(file), LibC.O_RDWR | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0);
        check(fd < 0 ? -1 : 0, "open");
        try {
            if (LibC.ftruncate(fd, TreeFromCapture.sizeBytes(seen)) != 0) {
                shortened++; // longer than a file can be here
                return;
            }
            for (SeenFile.Data data : seen.data) {
                long bytes = scratch.data(data.bytes.length);
                scratch.dataView().put(0, data.bytes);
                long written = LibC.pwrite(fd, bytes, data.bytes.length, data.offset);
                check(written == data.bytes.length ? 0 : -1, "write");
            }
        } finally {
            LibC.close(fd);
        }
    }

    @Override
    public void attributes(byte[] file, Attributes attributes) throws IOException {
        if (file.length == 0) {
            return;
        }
        long path = Scratch.get().path(file);
        if (isRoot) {
            int flags = LibC.AT_SYMLINK_NOFOLLOW;
            check(LibC.fchownat(LibC.AT_FDCWD, path, attributes.uid, attributes.gid, flags), "chown");
        }
        if ((attributes.mode & Attributes.S_IFMT) != Attributes.S_IFLNK) {
            check(LibC.chmod(path, attributes.mode & PERMISSIONS), "chmod"); // an owner's change takes bits away
        }
        times.add(new Times(file, attributes));
    }

    /** Sets the times, and says what is not as it was. */
    List<String> finish() {
        Scratch scratch = Scratch.get();
        for (Times file : times) {
            Attributes seen = file.attributes;
            scratch.structView().clear();
            scratch.structView().putLong(seen.atime).putLong(seen.atimeNsec);
            scratch.structView().putLong(seen.mtime).putLong(seen.mtimeNsec);
            // times that no file can have stay those of now
            LibC.utimensat(LibC.AT_FDCWD, scratch.path(file.path), scratch.struct(), LibC.AT_SYMLINK_NOFOLLOW);
        }
        List<String> notes = new ArrayList<>();
        if (unmounted > 0) {
            notes.add("Mounting takes root: of the submounts that the capture shows, " + unmounted
                    + " are plain directories, and an incident of theirs may go another way.");
        }
        if (omitted > 0) {
            notes.add(omitted + " files lie deeper than a path can tell, and were left out.");
        }
        if (shortened > 0) {
            notes.add(shortened + " files are longer than one can be here, and are empty.");
        }
        return notes;
    }
}
