// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a client sends, a session answers it, ignores it, or ends; nothing else. */
final class SessionFuzzTest {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final List<Personality> PERSONALITIES = List.of(Personality.values());
    private static final List<Opcode> OPCODES = List.of(Opcode.values());
    private static final int MESSAGES = 20_000;

    /** Takes the data for a stream of messages whose first two bytes are a length and an opcode. */
    @FuzzTest
    void takesAnything(byte[] data) throws Exception {
        FuseSession session = session(PERSONALITIES.get(data.length % PERSONALITIES.size()));
        for (int at = 0; at + 2 < data.length; ) {
            int length = Math.min(data[at] & 0xff, data.length - at - 2);
            byte[] message = Arrays.copyOfRange(data, at + 1, at + 1 + Math.max(InHeader.BYTES, length));
            Bytes.put32(message, InHeader.LEN, ORDER, message.length);
            Bytes.put32(message, InHeader.OPCODE, ORDER, data[at + 1] & 0x3f);
            Bytes.put64(message, InHeader.NODEID, ORDER, message[InHeader.NODEID] & 7);
            if (!isAlive(session, message)) {
                return;
            }
            at += 2 + length;
        }
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    void takesSeededNonsense(Personality personality) throws Exception {
        Random random = new Random(personality.toString().hashCode());
        FuseSession session = session(personality);
        for (int i = 0; i < MESSAGES; i++) {
            if (!isAlive(session, message(random))) {
                session.close();
                session = session(personality);
            }
        }
        session.close();
        assertEquals(0, session.nodes());
        assertEquals(0, session.handles());
    }

    /** Mostly a request with its arguments whole, small numbers in them, and names that may be good ones. */
    private static byte[] message(Random random) {
        Opcode opcode = OPCODES.get(random.nextInt(OPCODES.size()));
        int arguments = opcode.argsBytes(Protocol.MINOR_MAX);
        byte[] message = new byte[InHeader.BYTES + arguments + random.nextInt(40)];
        for (int i = InHeader.BYTES; i < message.length; i++) {
            message[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3));
        }
        for (int i = InHeader.BYTES + arguments; i < message.length; i++) {
            message[i] = (byte) (random.nextInt(6) == 0 ? 0 : "ab./\0".charAt(random.nextInt(5)));
        }
        Bytes.put32(message, InHeader.OPCODE, ORDER, random.nextInt(50) == 0 ? random.nextInt() : opcode.number());
        Bytes.put64(message, InHeader.UNIQUE, ORDER, random.nextLong());
        Bytes.put64(message, InHeader.NODEID, ORDER, random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(6));
        int length = random.nextInt(20) == 0 ? random.nextInt(message.length + 1) : message.length;
        message = Arrays.copyOf(message, length);
        if (length >= Integer.BYTES) {
            Bytes.put32(message, InHeader.LEN, ORDER, random.nextInt(100) == 0 ? random.nextInt() : length);
        }
        return message;
    }

    private static FuseSession session(Personality personality) throws Exception {
        MemoryTree tree = new MemoryTree();
        MemoryInode directory = tree.add(tree.root(), new byte[] {'a'}, Attributes.S_IFDIR | 0755);
        tree.add(directory, new byte[] {'b'}, Attributes.S_IFREG | 0644);
        FuseSession session = new FuseSession(tree, SessionOptions.of(personality, true));
        Client.of(session).init();
        return session;
    }

    private static boolean isAlive(FuseSession session, byte[] message) {
        Reply reply = new Reply();
        try {
            int length = session.handle(message, 0, message.length, reply);
            if (length != 0) {
                assertEquals(length, OutHeader.len(reply.bytes(), 0, ORDER));
                int error = OutHeader.error(reply.bytes(), 0, ORDER);
                assertTrue(error <= 0 && error > -512, "error " + error);
                assertTrue(error == 0 || length == OutHeader.BYTES);
            }
            return true;
        } catch (SessionDied e) {
            return false;
        }
    }
}
