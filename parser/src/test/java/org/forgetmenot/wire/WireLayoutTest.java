// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every constant of this package against what a C program printed from the kernel's header: wire/fuse-layout.c. */
class WireLayoutTest {
    private static final String INIT_FLAG_PREFIX = "FUSE_";

    @TestFactory
    Stream<DynamicTest> headerAgrees() throws IOException {
        return lines().map(line -> DynamicTest.dynamicTest(line, () -> check(line.split(" ", -1))));
    }

    private static List<String> read() throws IOException {
        try (InputStream in = WireLayoutTest.class.getResourceAsStream("/wire/fuse-layout.txt")) {
            assertNotNull(in);
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        }
    }

    private static Stream<String> lines() throws IOException {
        return read().stream();
    }

    private static void check(String[] words) throws ReflectiveOperationException {
        switch (words[0]) {
            case "struct" -> assertEquals(Integer.parseInt(words[2]), constant(words[1], "BYTES"));
            case "field" -> checkField(words[1], words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "value" -> checkValue(words[1], Long.parseUnsignedLong(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void checkField(String struct, String field, int offset, int size)
            throws ReflectiveOperationException {
        assertEquals(offset, constant(struct, field.toUpperCase(Locale.ROOT)));
        byte[] bytes = new byte[offset + size];
        Arrays.fill(bytes, offset, offset + size, (byte) 0xff);
        String accessor = camel(field);
        for (var method : classOf(struct).getDeclaredMethods()) {
            if (method.getName().equals(accessor)) {
                // exactly the field's bytes are read: they are all ones, and one byte less throws
                long value = ((Number) method.invoke(null, bytes, 0, java.nio.ByteOrder.LITTLE_ENDIAN)).longValue();
                assertEquals(size == 2 ? 0xffff : -1, value);
            }
        }
    }

    private static void checkValue(String name, long value) throws ReflectiveOperationException {
        if (name.startsWith("E")) {
            assertEquals(value, Errno.valueOf(name).number());
        } else if (name.equals("CUSE_INIT")) {
            assertEquals(value, Opcode.CUSE_INIT.number());
        } else if (name.endsWith("_BSWAP_RESERVED")) {
            String field = name.startsWith("CUSE") ? name : name.substring(INIT_FLAG_PREFIX.length());
            assertEquals(value, Opcode.class.getField(field).getInt(null));
        } else if (name.startsWith("FUSE_NOTIFY_") && !name.equals("FUSE_NOTIFY_REPLY")) {
            assertEquals(
                    value,
                    NotifyCode.valueOf(name.substring("FUSE_NOTIFY_".length())).number());
        } else if (name.equals("FUSE_ROOT_ID")) {
            assertEquals(value, Protocol.ROOT_NODEID);
        } else if (name.equals("FUSE_MAX_NR_SECCTX")) {
            assertEquals(value, SecctxHeader.NR_SECCTX_MAX);
        } else {
            checkFlagOrOpcode(name, value);
        }
    }

    private static void checkFlagOrOpcode(String name, long value) throws ReflectiveOperationException {
        // an older name of KILL_SUIDGID, and a limit
        if (Set.of("FUSE_WRITE_KILL_PRIV", "FUSE_IOCTL_MAX_IOV").contains(name)) {
            return;
        }
        String bare = name.startsWith(INIT_FLAG_PREFIX) ? name.substring(INIT_FLAG_PREFIX.length()) : name;
        for (Opcode opcode : Opcode.values()) {
            if (opcode.name().equals(bare)) {
                assertEquals(value, opcode.number());
                return;
            }
        }
        if (Arrays.stream(Flags.class.getFields()).anyMatch(f -> f.getName().equals(name))) {
            assertEquals(value, Flags.class.getField(name).getInt(null));
        } else {
            assertEquals(value, InitFlags.class.getField(bare).getLong(null));
        }
    }

    private static Class<?> classOf(String struct) throws ClassNotFoundException {
        String bare = struct.startsWith("fuse_") ? struct.substring(5) : struct;
        String camel = camel(bare);
        return Class.forName(
                "org.forgetmenot.wire." + camel.substring(0, 1).toUpperCase(Locale.ROOT) + camel.substring(1));
    }

    private static String camel(String name) {
        StringBuilder out = new StringBuilder();
        for (String part : name.split("_", -1)) {
            out.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return out.substring(0, 1).toLowerCase(Locale.ROOT) + out.substring(1);
    }

    private static int constant(String struct, String field) throws ReflectiveOperationException {
        return classOf(struct).getField(field).getInt(null);
    }

    /** Structures younger than the header: lengths from the protocol's own arithmetic. */
    @Test
    void youngStructuresAddUp() {
        assertEquals(256, Statx.BYTES);
        assertEquals(288, StatxOut.BYTES);
        assertEquals(24, StatxIn.BYTES);
        assertEquals(16, SxTime.BYTES);
        assertEquals(8, CopyFileRangeOut.BYTES);
        assertEquals(16, NotifyPruneOut.BYTES);
        assertEquals(32, UringEntInOut.BYTES);
        assertEquals(UringReqHeader.RING_ENT_IN_OUT + UringEntInOut.BYTES, UringReqHeader.BYTES);
        assertEquals(24, UringCmdReq.BYTES);
        assertEquals(36, InitOut.MAX_STACK_DEPTH);
        assertEquals(40, InitOut.REQUEST_TIMEOUT);
    }

    @Test
    void oldSizes() {
        assertEquals(144, OutHeader.BYTES + Protocol.entryOutSize(Protocol.MINOR_MAX));
        assertEquals(136, OutHeader.BYTES + Protocol.entryOutSize(8));
        assertEquals(136 + 16, OutHeader.BYTES + Opcode.CREATE.replyBytes(8));
        assertEquals(96, Opcode.GETATTR.replyBytes(8));
        assertEquals(104, Opcode.GETATTR.replyBytes(9));
        assertEquals(0, Opcode.GETATTR.argsBytes(8));
        assertEquals(16, Opcode.GETATTR.argsBytes(9));
        assertEquals(24, Opcode.READ.argsBytes(8));
        assertEquals(40, Opcode.READ.argsBytes(9));
        assertEquals(8, Opcode.MKNOD.argsBytes(11));
        assertEquals(16, Opcode.MKNOD.argsBytes(12));
        assertEquals(8, Opcode.CREATE.argsBytes(11));
        assertEquals(48, Opcode.STATFS.replyBytes(3));
        assertEquals(80, Opcode.STATFS.replyBytes(4));
        assertEquals(8, Protocol.initOutSize(4));
        assertEquals(24, Protocol.initOutSize(22));
        assertEquals(64, Protocol.initOutSize(23));
        assertEquals(8, Protocol.initInSize(5));
        assertEquals(16, Protocol.initInSize(35));
        assertEquals(64, Protocol.initInSize(36));
        assertEquals(8, Protocol.setxattrInSize(false));
        assertEquals(16, Protocol.setxattrInSize(true));
        assertTrue(Protocol.hasBatchForget(16) && !Protocol.hasBatchForget(15));
        assertTrue(Protocol.hasReaddirplus(21) && !Protocol.hasReaddirplus(20));
        assertTrue(Protocol.hasExtensions(38) && !Protocol.hasExtensions(37));
    }
}
