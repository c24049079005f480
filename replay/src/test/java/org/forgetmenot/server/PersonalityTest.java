// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What was measured on the real servers, see {@link Personality}. */
final class PersonalityTest {
    private static final long ROOT = Protocol.ROOT_NODEID;

    private final MemoryTree tree = new MemoryTree();
    private FuseSession session;

    PersonalityTest() throws FuseError {
        MemoryInode dir = tree.add(tree.root(), bytes("dir"), Attributes.S_IFDIR | 0755);
        tree.add(dir, bytes("f1"), Attributes.S_IFREG | 0644);
        MemoryInode sub = tree.add(tree.root(), bytes("sub"), Attributes.S_IFDIR | 0755);
        tree.mount(sub, 7);
        tree.add(sub, bytes("inner"), Attributes.S_IFREG | 0644);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Client client(Personality personality) throws Exception {
        session = new FuseSession(tree, SessionOptions.of(personality, true));
        return Client.of(session).init();
    }

    @ParameterizedTest
    @CsvSource({
        "LOOKUP, -2, -9",
        "UNLINK, -5, -9",
        "RMDIR, -5, -9",
        "GETATTR, -9, -9",
        "SETATTR, -9, -9",
        "READLINK, -9, -9",
        "SYMLINK, -9, -9",
        "MKNOD, -9, -9",
        "MKDIR, -9, -9",
        "RENAME, -9, -9",
        "RENAME2, -9, -9",
        "LINK, -9, -9",
        "OPEN, -9, -9",
        "OPENDIR, -9, -9",
        "CREATE, -9, -9",
        "STATFS, -9, -9",
        "SYNCFS, -9, -9",
        "GETXATTR, -9, -9",
        "SETXATTR, -9, -9",
        "LISTXATTR, -9, -9",
        "REMOVEXATTR, -9, -9",
        "ACCESS, -38, -9",
        "STATX, -38, -38",
        "RELEASE, 0, -9",
        "READ, -9, -9",
        "WRITE, -9, -9",
        "FLUSH, -9, -9",
        "FSYNC, -9, -9",
        "READDIR, -9, -9",
        "READDIRPLUS, -9, -9",
        "RELEASEDIR, -9, -9",
        "FSYNCDIR, -9, -9",
        "FALLOCATE, -9, -9",
        "LSEEK, -9, -9"
    })
    void answersRequestsForADroppedNodeid(Opcode opcode, int c, int rust) throws Exception {
        assertEquals(c, answer(client(Personality.VIRTIOFSD_C), opcode));
        assertEquals(rust, answer(client(Personality.VIRTIOFSD_RUST), opcode));
    }

    private static int answer(Client client, Opcode opcode) throws Exception {
        long dir = client.found(ROOT, "dir");
        client.forget(dir, 1);
        byte[] arguments = new byte[opcode.argsBytes(Protocol.MINOR_MAX)];
        return switch (opcode.names()) {
            case 1 -> client.args(opcode, dir, arguments, "f1");
            case 2 -> client.args(opcode, dir, arguments, "f1", "f2");
            default -> client.args(opcode, dir, arguments);
        };
    }

    @Test
    void numbersNodesAsTheServersDo() throws Exception {
        Client c = client(Personality.VIRTIOFSD_C);
        long dir = c.found(ROOT, "dir");
        assertEquals(2, dir);
        c.forget(dir, 1);
        assertEquals(dir, c.found(ROOT, "sub"), "the number given back last is handed out next");
        assertEquals(0, c.getattr(dir), "and an old use of it reaches the stranger");

        Client rust = client(Personality.VIRTIOFSD_RUST);
        dir = rust.found(ROOT, "dir");
        rust.forget(dir, 1);
        assertNotEquals(dir, rust.found(ROOT, "dir"));
        assertEquals(-Errno.EBADF.number(), rust.getattr(dir));
    }

    @ParameterizedTest
    @EnumSource
    void countsLookupsAndKeepsWhatIsCounted(Personality personality) throws Exception {
        Client client = client(personality);
        long dir = client.found(ROOT, "dir");
        assertEquals(dir, client.found(ROOT, "dir"));
        client.forget(dir, 1);
        assertEquals(0, client.getattr(dir));
        assertEquals(1, session.lookups());
        client.forget(dir, 1);
        assertEquals(0, session.nodes());
        assertEquals(0, session.lookups());
    }

    @Test
    void takesAForgetOfTooMuchAsTheServersDo() throws Exception {
        Client rust = client(Personality.VIRTIOFSD_RUST);
        rust.forget(rust.found(ROOT, "dir"), 5);
        assertEquals(0, session.nodes());
        rust.forget(99, 1);

        Client c = client(Personality.VIRTIOFSD_C);
        c.forget(99, 1);
        long dir = c.found(ROOT, "dir");
        assertThrows(SessionDied.class, () -> c.forget(dir, 2));

        Client libfuse = client(Personality.LIBFUSE);
        SessionDied died = assertThrows(SessionDied.class, () -> libfuse.getattr(99));
        assertEquals("fuse internal error: node 99 not found", died.getMessage());
        assertThrows(SessionDied.class, () -> libfuse.forget(99, 1));
    }

    @ParameterizedTest
    @CsvSource({"VIRTIOFSD_C, 16, -5", "VIRTIOFSD_RUST, 0, -9", "LIBFUSE, 16, -5"})
    void endsWithDestroy(Personality personality, int replyBytes, int after) throws Exception {
        Client client = client(personality);
        client.found(ROOT, "dir");
        client.args(Opcode.DESTROY, 0);
        assertEquals(replyBytes, client.reply().length);
        assertEquals(0, session.nodes());
        assertEquals(after, client.getattr(ROOT));
        client.init();
        assertEquals(0, client.getattr(ROOT));
    }

    @Test
    void dropsEverythingAtASecondInit() throws Exception {
        Client client = client(Personality.VIRTIOFSD_RUST);
        long dir = client.found(ROOT, "dir");
        client.init();
        assertEquals(-Errno.EBADF.number(), client.getattr(dir));
    }

    @ParameterizedTest
    @EnumSource
    void announcesASubmountAndServesWhatIsInItAfterItsRootWasDropped(Personality personality) throws Exception {
        Client client = client(personality);
        client.found(ROOT, "dir");
        assertEquals(0, client.entryFlags());
        long sub = client.found(ROOT, "sub");
        assertEquals(Flags.FUSE_ATTR_SUBMOUNT, client.entryFlags());
        long inner = client.found(sub, "inner");
        assertEquals(0, client.entryFlags());
        client.forget(sub, 1);
        assertEquals(0, client.getattr(inner));
    }

    @Test
    void doesNotAnnounceSubmountsToAKernelThatDoesNotKnowThem() throws Exception {
        session = new FuseSession(tree, SessionOptions.of(Personality.VIRTIOFSD_C, true));
        Client client = Client.of(session);
        client.args(Opcode.INIT, 0, 7, 31, 0, 0);
        client.found(ROOT, "sub");
        assertEquals(0, client.entryFlags());
    }

    @Test
    void refusesRequestsBeforeInit() throws Exception {
        session = new FuseSession(tree, SessionOptions.of(Personality.VIRTIOFSD_C, true));
        assertEquals(-Errno.EIO.number(), Client.of(session).getattr(ROOT));
    }
}
