// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every tree does, whether it lies in memory or on a disk. */
final class TreeTest {
    private static final long ROOT = Protocol.ROOT_NODEID;

    enum Kind {
        MEMORY,
        DIRECTORY
    }

    @TempDir
    Path folder;

    private Tree tree;
    private FuseSession session;

    private Client client(Kind kind) throws Exception {
        tree = kind == Kind.MEMORY ? new MemoryTree() : DirectoryTree.open(folder, true);
        session = new FuseSession(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, true));
        Client client = Client.of(session).init();
        client.uid = (int) Files.getAttribute(folder, "unix:uid");
        client.gid = (int) Files.getAttribute(folder, "unix:gid");
        return client;
    }

    @AfterEach
    void close() {
        session.close();
        tree.close();
    }

    private static int errno(Errno errno) {
        return -errno.number();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void writesAndReadsFiles(Kind kind) throws Exception {
        Client client = client(kind);
        long fh = client.create(ROOT, "file");
        long file = client.entryNodeid();
        assertEquals(0, client.write(file, fh, 0, bytes("hello")));
        assertEquals(0, client.write(file, fh, 10_000, bytes("world")));
        assertEquals(0, client.read(file, fh, 9_998, 100));
        assertArrayEquals(bytes("\0\0world"), client.payload());
        assertEquals(0, client.read(file, fh, 20_000, 100));
        assertEquals(0, client.payload().length);
        assertEquals(0, client.args(Opcode.FLUSH, file, fh, 0L, 0L));
        assertEquals(0, client.args(Opcode.FSYNC, file, fh, 0, 0));
        client.getattr(file);
        assertEquals(10_005, client.size());
        assertEquals(0, client.release(file, fh));
        assertEquals(errno(Errno.EBADF), client.read(file, fh, 0, 1));
        long readOnly = client.open(file, 0);
        assertEquals(errno(Errno.EBADF), client.write(file, readOnly, 0, bytes("x")));
    }

    @ParameterizedTest
    @EnumSource
    void truncatesAndAllocatesAndSeeks(Kind kind) throws Exception {
        Client client = client(kind);
        long fh = client.create(ROOT, "file");
        long file = client.entryNodeid();
        client.write(file, fh, 0, bytes("0123456789"));
        assertEquals(0, setSize(client, file, 4));
        assertEquals(0, setSize(client, file, 8));
        client.read(file, fh, 0, 100);
        assertArrayEquals(bytes("0123\0\0\0\0"), client.payload());
        assertEquals(0, client.args(Opcode.FALLOCATE, file, fh, 0L, 100L, 0, 0));
        client.getattr(file);
        assertEquals(100, client.size());
        assertEquals(errno(Errno.ENXIO), client.args(Opcode.LSEEK, file, fh, 100L, 3, 0));
        assertEquals(0, client.args(Opcode.LSEEK, file, fh, 0L, 4, 0));
        client.open(file, OpenFlags.O_RDWR | OpenFlags.O_TRUNC);
        client.getattr(file);
        assertEquals(0, client.size());
    }

    private static int setSize(Client client, long nodeid, long size) throws Exception {
        return client.args(Opcode.SETATTR, nodeid, Flags.FATTR_SIZE, 0, 0L, size, new byte[64]);
    }

    @ParameterizedTest
    @EnumSource
    void changesModesAndTimes(Kind kind) throws Exception {
        Client client = client(kind);
        client.mkdir(ROOT, "dir");
        long dir = client.entryNodeid();
        int valid = Flags.FATTR_MODE | Flags.FATTR_MTIME;
        byte[] end = new byte[0];
        assertEquals(
                0,
                client.args(Opcode.SETATTR, dir, valid, 0, 0L, 0L, 0L, 11L, 22L, 33L, 1, 2, 3, 0700, 0, 0, 0, 0, end));
        assertEquals(Attributes.S_IFDIR | 0700, client.mode());
        assertEquals(22, Bytes.i64(client.reply(), OutHeader.BYTES + 16 + 32, Client.ORDER));
    }

    @ParameterizedTest
    @EnumSource
    void makesAndRemovesNames(Kind kind) throws Exception {
        Client client = client(kind);
        assertEquals(0, client.mkdir(ROOT, "dir"));
        long dir = client.entryNodeid();
        assertEquals(errno(Errno.EEXIST), client.mkdir(ROOT, "dir"));
        client.create(dir, "file");
        long file = client.entryNodeid();
        assertEquals(errno(Errno.ENOTEMPTY), client.args(Opcode.RMDIR, ROOT, "dir"));
        assertEquals(errno(Errno.ENOTDIR), client.lookup(file, "x"));
        assertEquals(0, client.args(Opcode.LINK, ROOT, file, "second"));
        assertEquals(file, client.entryNodeid());
        assertEquals(0, client.args(Opcode.UNLINK, dir, "file"));
        assertEquals(errno(Errno.ENOENT), client.lookup(dir, "file"));
        assertEquals(file, client.found(ROOT, "second"));
        assertEquals(0, client.args(Opcode.RMDIR, ROOT, "dir"));
        assertEquals(errno(Errno.ENOENT), client.mkdir(dir, "in a removed directory"));
        assertEquals(0, client.getattr(dir), "what is counted stays");
        assertEquals(0, client.args(Opcode.SYMLINK, ROOT, "link", "../../etc/passwd"));
        long link = client.entryNodeid();
        assertEquals(0, client.args(Opcode.READLINK, link));
        assertArrayEquals(bytes("../../etc/passwd"), client.payload());
        assertEquals(0, client.args(Opcode.MKNOD, ROOT, Attributes.S_IFREG | 0600, 0, 0, 0, "node"));
    }

    @ParameterizedTest
    @EnumSource
    void renames(Kind kind) throws Exception {
        Client client = client(kind);
        client.mkdir(ROOT, "a");
        long a = client.entryNodeid();
        client.mkdir(ROOT, "b");
        long b = client.entryNodeid();
        client.create(a, "file");
        long file = client.entryNodeid();
        assertEquals(0, client.args(Opcode.RENAME, a, b, "file", "moved"));
        assertEquals(file, client.found(b, "moved"));
        assertEquals(errno(Errno.EINVAL), client.args(Opcode.RENAME, ROOT, a, "a", "below itself"));
        client.create(ROOT, "other");
        long other = client.entryNodeid();
        assertEquals(errno(Errno.EEXIST), client.args(Opcode.RENAME2, ROOT, b, 1, 0, "other", "moved"));
        assertEquals(0, client.args(Opcode.RENAME2, ROOT, b, 2, 0, "other", "moved"), "exchange");
        assertEquals(file, client.found(ROOT, "other"));
        assertEquals(other, client.found(b, "moved"));
        assertEquals(0, client.args(Opcode.RENAME, b, ROOT, "moved", "other"));
        assertEquals(other, client.found(ROOT, "other"));
        assertEquals(0, client.getattr(file));
        assertEquals(errno(Errno.ENOTDIR), client.args(Opcode.RENAME, ROOT, ROOT, "b", "other"));
        assertEquals(errno(Errno.EISDIR), client.args(Opcode.RENAME, ROOT, ROOT, "other", "b"));
        assertEquals(errno(Errno.ENOENT), client.args(Opcode.RENAME, ROOT, ROOT, "none", "b"));
    }

    @ParameterizedTest
    @EnumSource
    void listsDirectoriesInPartsOfAnySize(Kind kind) throws Exception {
        Client client = client(kind);
        TreeSet<String> names = new TreeSet<>(List.of(".", ".."));
        for (int i = 0; i < 300; i++) {
            names.add("a file with the number " + i);
            client.create(ROOT, "a file with the number " + i);
        }
        long lookups = session.lookups();
        assertEquals(0, client.args(Opcode.OPENDIR, ROOT, 0, 0));
        long fh = Bytes.i64(client.reply(), OutHeader.BYTES, Client.ORDER);
        assertEquals(new ArrayList<>(names), list(client, Opcode.READDIR, fh, 700));
        assertEquals(lookups, session.lookups());
        assertEquals(new ArrayList<>(names), list(client, Opcode.READDIRPLUS, fh, 5_000));
        assertEquals(lookups + 300, session.lookups(), "all but . and .. are counted");
        assertEquals(0, client.args(Opcode.RELEASEDIR, ROOT, fh, 0, 0, 0L));
    }

    private static List<String> list(Client client, Opcode opcode, long fh, int size) throws Exception {
        List<String> names = new ArrayList<>();
        long offset = 0;
        boolean plus = opcode == Opcode.READDIRPLUS;
        while (true) {
            assertEquals(0, client.args(opcode, ROOT, fh, offset, size, 0, 0L, 0, 0));
            byte[] reply = client.reply();
            assertTrue(reply.length <= OutHeader.BYTES + size);
            if (reply.length == OutHeader.BYTES) {
                names.sort(null);
                return names;
            }
            for (int at = OutHeader.BYTES; at < reply.length; ) {
                int entry = plus ? at + Direntplus.DIRENT : at;
                int length = Bytes.i32(reply, entry + Dirent.NAMELEN, Client.ORDER);
                String name = new String(reply, entry + Dirent.NAME, length, StandardCharsets.UTF_8);
                names.add(name);
                offset = Bytes.i64(reply, entry + Dirent.OFF, Client.ORDER);
                if (plus) {
                    assertEquals(name.startsWith("."), EntryOut.nodeid(reply, at, Client.ORDER) == 0);
                }
                at = entry + ((Dirent.NAME + length + 7) & ~7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasExtendedAttributes(Kind kind) throws Exception {
        Client client = client(kind);
        client.create(ROOT, "file");
        long file = client.entryNodeid();
        assertEquals(errno(Errno.ENODATA), client.args(Opcode.GETXATTR, file, 100, 0, "user.a"));
        assertEquals(0, client.args(Opcode.SETXATTR, file, 5, 0, "user.a", bytes("value")));
        assertEquals(0, client.args(Opcode.GETXATTR, file, 0, 0, "user.a"));
        assertEquals(5, Bytes.i32(client.reply(), OutHeader.BYTES, Client.ORDER));
        assertEquals(errno(Errno.ERANGE), client.args(Opcode.GETXATTR, file, 4, 0, "user.a"));
        assertEquals(0, client.args(Opcode.GETXATTR, file, 5, 0, "user.a"));
        assertArrayEquals(bytes("value"), client.payload());
        assertEquals(0, client.args(Opcode.LISTXATTR, file, 100, 0));
        assertTrue(new String(client.payload(), StandardCharsets.UTF_8).contains("user.a\0"));
        assertEquals(errno(Errno.EEXIST), client.args(Opcode.SETXATTR, file, 1, 1, "user.a", bytes("x")));
        assertEquals(0, client.args(Opcode.REMOVEXATTR, file, "user.a"));
        assertEquals(errno(Errno.ENODATA), client.args(Opcode.REMOVEXATTR, file, "user.a"));
    }

    @ParameterizedTest
    @EnumSource
    void answersForTheFilesystem(Kind kind) throws Exception {
        Client client = client(kind);
        assertEquals(0, client.args(Opcode.STATFS, ROOT));
        long blocks = Bytes.i64(client.reply(), OutHeader.BYTES, Client.ORDER);
        assertTrue(blocks > 0 && Bytes.i64(client.reply(), OutHeader.BYTES + 8, Client.ORDER) <= blocks);
        assertEquals(0, client.args(Opcode.ACCESS, ROOT, 7, 0));
        assertEquals(0, client.args(Opcode.SYNCFS, ROOT, 0L));
    }

    @ParameterizedTest
    @EnumSource
    void refusesNamesThatAreNoComponents(Kind kind) throws Exception {
        Client client = client(kind);
        client.mkdir(ROOT, "dir");
        long dir = client.entryNodeid();
        for (String name : new String[] {"..", ".", "a/b", "/etc/passwd", "../..", "dir/"}) {
            assertEquals(errno(Errno.EINVAL), client.lookup(dir, name), name);
            assertEquals(errno(Errno.EINVAL), client.mkdir(dir, name), name);
            assertEquals(errno(Errno.EINVAL), client.args(Opcode.UNLINK, dir, name), name);
            assertEquals(errno(Errno.EINVAL), client.args(Opcode.RENAME, ROOT, dir, "dir", name), name);
            assertEquals(errno(Errno.EINVAL), client.args(Opcode.SYMLINK, dir, name, "target"), name);
        }
        assertEquals(errno(Errno.ENOENT), client.lookup(dir, ""));
        assertEquals(errno(Errno.ENAMETOOLONG), client.lookup(dir, "x".repeat(256)));
        assertEquals(errno(Errno.EINVAL), client.args(Opcode.LOOKUP, dir, bytes("no NUL at the end")));
        assertEquals(errno(Errno.ENOENT), client.args(Opcode.LOOKUP, dir, "x\0.."), "a name ends at its NUL");
    }

    @Test
    void doesNotFollowSymbolicLinks(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("way out"), outside);
        Files.createSymbolicLink(folder.resolve("file"), outside.resolve("secret"));
        Client client = client(Kind.DIRECTORY);
        long link = client.found(ROOT, "way out");
        assertEquals(errno(Errno.ENOTDIR), client.lookup(link, "secret"));
        assertEquals(errno(Errno.ENOTDIR), client.mkdir(link, "new"));
        assertEquals(errno(Errno.ENOTDIR), client.args(Opcode.OPENDIR, link, 0, 0));
        long file = client.found(ROOT, "file");
        assertEquals(errno(Errno.EBADF), client.args(Opcode.OPEN, file, 0, 0));
        assertNotEquals(0, client.args(Opcode.CREATE, ROOT, OpenFlags.O_RDWR, 0644, 0, 0, "file"));
        assertNotEquals(0, setSize(client, file, 0));
        client.create(ROOT, "mine");
        assertEquals(0, client.args(Opcode.RENAME, ROOT, ROOT, "mine", "file"), "replaces the link, not its target");
        assertEquals("secret", Files.readString(outside.resolve("secret")));
        try (Stream<Path> files = Files.list(outside)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void servesWhatLiesOnTheDisk() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("dir")).resolve("file"), "content");
        Client client = client(Kind.DIRECTORY);
        long file = client.found(client.found(ROOT, "dir"), "file");
        assertEquals((long) Files.getAttribute(folder.resolve("dir/file"), "unix:ino"), client.entryIno());
        client.read(file, client.open(file, 0), 0, 100);
        assertArrayEquals(bytes("content"), client.payload());
        Path served = folder.toRealPath().resolve("dir/file");
        assertEquals(2, descriptorsOf(served), "one of the nodeid, one of the handle");
        client.forget(file, 1);
        assertEquals(1, descriptorsOf(served), "what is forgotten costs nothing");
    }

    /** How many descriptors of this process are of {@code file}: other threads open and close theirs meanwhile. */
    private static long descriptorsOf(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> isOf(descriptor, file)).count();
        }
    }

    private static boolean isOf(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingIfItIsNotWritable(Kind kind) throws Exception {
        Client writer = client(kind);
        writer.create(ROOT, "file");
        FuseSession readOnly = new FuseSession(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, false));
        Client client = Client.of(readOnly).init();
        long file = client.found(ROOT, "file");
        int erofs = errno(Errno.EROFS);
        assertEquals(erofs, client.mkdir(ROOT, "dir"));
        assertEquals(erofs, client.args(Opcode.CREATE, ROOT, OpenFlags.O_RDWR, 0644, 0, 0, "new"));
        assertEquals(erofs, client.args(Opcode.OPEN, file, OpenFlags.O_RDWR, 0));
        assertEquals(erofs, client.args(Opcode.OPEN, file, OpenFlags.O_TRUNC, 0));
        assertEquals(erofs, setSize(client, file, 0));
        assertEquals(erofs, client.args(Opcode.UNLINK, ROOT, "file"));
        assertEquals(erofs, client.args(Opcode.RENAME, ROOT, ROOT, "file", "b"));
        assertEquals(erofs, client.args(Opcode.LINK, ROOT, file, "b"));
        assertEquals(erofs, client.args(Opcode.SYMLINK, ROOT, "b", "c"));
        assertEquals(erofs, client.args(Opcode.MKNOD, ROOT, Attributes.S_IFREG, 0, 0, 0, "b"));
        assertEquals(erofs, client.args(Opcode.SETXATTR, file, 1, 0, "user.a", bytes("x")));
        assertEquals(erofs, client.args(Opcode.REMOVEXATTR, file, "user.a"));
        assertEquals(erofs, client.args(Opcode.ACCESS, file, 2, 0));
        long fh = client.open(file, 0);
        assertEquals(erofs, client.write(file, fh, 0, bytes("x")));
        assertEquals(erofs, client.args(Opcode.FALLOCATE, file, fh, 0L, 1L, 0, 0));
        assertEquals(0, client.release(file, fh));
        readOnly.close();
    }

    @ParameterizedTest
    @EnumSource
    void refusesDamagedRequests(Kind kind) throws Exception {
        Client client = client(kind);
        client.create(ROOT, "file");
        for (Opcode opcode : Opcode.values()) {
            if (opcode.isAnswered() && opcode.argsBytes(38) > 0 && opcode != Opcode.INIT) {
                int error = client.args(opcode, ROOT, new byte[opcode.argsBytes(38) - 1]);
                assertEquals(errno(Errno.EINVAL), error, opcode.name());
            }
        }
        long fh = client.create(ROOT, "file");
        assertEquals(errno(Errno.EINVAL), client.read(ROOT, fh, 0, Integer.MAX_VALUE));
        assertEquals(errno(Errno.EINVAL), client.read(ROOT, fh, -1, 10));
        assertEquals(errno(Errno.EINVAL), client.args(Opcode.WRITE, ROOT, fh, 0L, 1000, 0, 0L, 0, 0, bytes("short")));
        byte[] unknown = client.message(Opcode.LOOKUP, ROOT, "x");
        Bytes.put32(unknown, 4, Client.ORDER, 999);
        Reply reply = new Reply();
        session.handle(unknown, 0, unknown.length, reply);
        assertEquals(errno(Errno.ENOSYS), OutHeader.error(reply.bytes(), 0, Client.ORDER));
        assertEquals(0, client.args(Opcode.BATCH_FORGET, 0, Integer.MAX_VALUE, 0, new byte[16]));
        assertEquals(0, client.reply().length);
        assertEquals(0, client.getattr(ROOT));
        byte[] longer = Arrays.copyOf(client.message(Opcode.GETATTR, ROOT, 0, 0, 0L), 100);
        assertThrows(SessionDied.class, () -> session.handle(longer, 0, longer.length, new Reply()));
    }
}
