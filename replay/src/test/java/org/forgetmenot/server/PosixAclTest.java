// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;
import org.junit.jupiter.api.Test;

/** Access control lists: refused to kernels, and followed where a replay sets them. */
final class PosixAclTest {
    private static final String ACCESS = "system.posix_acl_access";
    private static final String DEFAULT = "system.posix_acl_default";

    private final MemoryTree tree = new MemoryTree();

    /** A list of tags and permissions in turn. */
    private static byte[] acl(int... entries) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * entries.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(2);
        for (int i = 0; i < entries.length; i += 2) {
            out.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(-1);
        }
        return out.array();
    }

    private Client client(SessionOptions options) throws Exception {
        return Client.of(new FuseSession(tree, options)).init();
    }

    private static int set(Client client, long nodeid, String name, byte[] value) throws Exception {
        return client.args(Opcode.SETXATTR, nodeid, value.length, 0, name, value);
    }

    @Test
    void aKernelIsToldThatThereAreNone() throws Exception {
        Client client = client(SessionOptions.of(Personality.VIRTIOFSD_RUST, true));
        int refused = -Errno.EOPNOTSUPP.number();
        MemoryInode file = tree.add(tree.root(), new byte[] {'f'}, Attributes.S_IFREG | 0644);
        tree.setxattr(file, ACCESS.getBytes(StandardCharsets.US_ASCII), acl(1, 6, 2, 7, 4, 0, 0x10, 7, 0x20, 0), 0);
        tree.setxattr(file, "user.a".getBytes(StandardCharsets.US_ASCII), new byte[1], 0);
        long nodeid = client.found(Protocol.ROOT_NODEID, "f");
        for (String name : new String[] {ACCESS, DEFAULT}) {
            assertEquals(refused, set(client, nodeid, name, acl(1, 7, 4, 7, 0x20, 7)));
            assertEquals(refused, client.args(Opcode.GETXATTR, nodeid, 100, 0, name));
            assertEquals(refused, client.args(Opcode.REMOVEXATTR, nodeid, name));
        }
        assertEquals(0, client.args(Opcode.LISTXATTR, nodeid, 100, 0));
        assertArrayEquals("user.a\0".getBytes(StandardCharsets.US_ASCII), client.payload());
        client.getattr(nodeid);
        assertEquals(0670, client.mode() & 0777);
    }

    @Test
    void aListBecomesTheMode() throws Exception {
        Client client =
                client(SessionOptions.of(Personality.VIRTIOFSD_RUST, true).withPosixAcls());
        client.create(Protocol.ROOT_NODEID, "f");
        long nodeid = client.entryNodeid();
        assertEquals(0, set(client, nodeid, ACCESS, acl(1, 7, 2, 4, 4, 1, 0x10, 5, 0x20, 4)));
        client.getattr(nodeid);
        assertEquals(Attributes.S_IFREG | 0754, client.mode(), "the mask stands for the group");
        assertEquals(0, client.args(Opcode.GETXATTR, nodeid, 100, 0, ACCESS));
        assertEquals(0, set(client, nodeid, ACCESS, acl(1, 6, 4, 4, 0x20, 0)));
        client.getattr(nodeid);
        assertEquals(Attributes.S_IFREG | 0640, client.mode());
        assertEquals(
                -Errno.ENODATA.number(), client.args(Opcode.GETXATTR, nodeid, 100, 0, ACCESS), "the mode says it all");
        assertEquals(0, client.args(Opcode.REMOVEXATTR, nodeid, ACCESS), "as other filesystems do it");
        assertEquals(0, set(client, nodeid, DEFAULT, acl(1, 7, 4, 7, 0x20, 7)));
        client.getattr(nodeid);
        assertEquals(Attributes.S_IFREG | 0640, client.mode(), "that is for files to come");
    }

    @Test
    void whatIsNoListIsRefused() throws Exception {
        assertTrue(PosixAcl.of(acl(1, 7, 4, 7, 0x20, 7)).isMode());
        assertFalse(PosixAcl.of(acl(1, 7, 4, 7, 0x10, 7, 0x20, 7)).isMode());
        byte[][] wrong = {
            {},
            {2, 0, 0, 0},
            {2, 0, 0},
            acl(1, 7, 4, 7),
            acl(1, 7, 4, 8, 0x20, 7),
            acl(1, 7, 1, 7, 4, 7, 0x20, 7),
            acl(1, 7, 4, 7, 8, 7, 0x20, 7),
            acl(1, 7, 4, 7, 0x40, 7, 0x20, 7),
            Arrays.copyOf(acl(1, 7, 4, 7, 0x20, 7), 27),
            Arrays.copyOf(new byte[] {3}, 28),
        };
        for (byte[] value : wrong) {
            assertThrows(FuseError.class, () -> PosixAcl.of(value), Arrays.toString(value));
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] value = acl(new int[2 * random.nextInt(6)]);
            for (int at = 4; at < value.length; at++) {
                value[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 1 << random.nextInt(6));
            }
            try {
                assertEquals(0, PosixAcl.of(value).mode(0) & ~0777);
            } catch (FuseError e) {
                assertTrue(e.number() == Errno.EINVAL.number(), () -> Arrays.toString(value));
            }
        }
    }
}
