// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpcodeTest {
    @Test
    void everyNumberFindsItsOpcode() {
        for (Opcode opcode : Opcode.values()) {
            assertSame(opcode, Opcode.of(opcode.number()));
            assertEquals(opcode.name(), Opcode.name(opcode.number()));
        }
        for (int unknown : new int[] {0, 7, 19, 54, 63, 64, 99, -1, Integer.MIN_VALUE, Opcode.INIT_BSWAP_RESERVED}) {
            assertNull(Opcode.of(unknown));
        }
        assertEquals("opcode 99", Opcode.name(99));
        assertEquals("opcode 4294967295", Opcode.name(-1));
    }

    @Test
    void theOpcodesThatCount() {
        assertEquals(
                EnumSet.of(
                        Opcode.LOOKUP,
                        Opcode.SYMLINK,
                        Opcode.MKNOD,
                        Opcode.MKDIR,
                        Opcode.LINK,
                        Opcode.CREATE,
                        Opcode.TMPFILE),
                Arrays.stream(Opcode.values())
                        .filter(Opcode::countsEntry)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Opcode.class))));
    }

    @Test
    void theOpcodesWithoutReply() {
        assertEquals(
                EnumSet.of(Opcode.FORGET, Opcode.BATCH_FORGET, Opcode.INTERRUPT, Opcode.NOTIFY_REPLY),
                Arrays.stream(Opcode.values())
                        .filter(o -> !o.isAnswered())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Opcode.class))));
    }

    @Test
    void whereHandlesAndNamesAre() {
        assertEquals(GetattrIn.FH, Opcode.GETATTR.fhOffset());
        assertEquals(SetattrIn.FH, Opcode.SETATTR.fhOffset());
        assertEquals(StatxIn.FH, Opcode.STATX.fhOffset());
        assertEquals(Flags.FATTR_FH, Opcode.SETATTR.fhFlag());
        assertEquals(ReleaseIn.FH, Opcode.RELEASE.fhOffset());
        assertEquals(-1, Opcode.LOOKUP.fhOffset());
        assertEquals(2, Opcode.RENAME2.names());
        assertEquals(1, Opcode.TMPFILE.names());
        assertEquals(0, Opcode.LISTXATTR.names());
    }

    @Test
    void errnosOfEitherSign() {
        assertEquals("EBADF", Errno.name(-9));
        assertEquals("EBADF", Errno.name(9));
        assertEquals("Bad file descriptor", Errno.EBADF.description());
        assertSame(Errno.EOPNOTSUPP, Errno.of(-95));
        assertEquals("errno 999", Errno.name(-999));
        assertEquals("errno 2147483648", Errno.name(Integer.MIN_VALUE));
        assertNull(Errno.of(0));
        assertNull(Errno.of(134));
    }

    @Test
    void notifications() {
        assertSame(NotifyCode.PRUNE, NotifyCode.of(9));
        assertNull(NotifyCode.of(0));
        assertNull(NotifyCode.of(10));
        assertEquals("INVAL_ENTRY", NotifyCode.name(3));
        assertEquals("notification 77", NotifyCode.name(77));
    }

    @Test
    void numbersInBothByteOrders() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] bytes = new byte[EntryOut.BYTES + 3];
            Bytes.put64(bytes, 3 + EntryOut.NODEID, order, 0x1122334455667788L);
            Bytes.put32(bytes, 3 + EntryOut.ATTR + Attr.MODE, order, 0x81a4);
            assertEquals(0x1122334455667788L, EntryOut.nodeid(bytes, 3, order));
            assertEquals(0x81a4, Attr.mode(bytes, 3 + EntryOut.ATTR, order));
            assertEquals(order == ByteOrder.BIG_ENDIAN ? 0x11 : 0x88, bytes[3] & 0xff);
            Bytes.put16(bytes, 5, order, 0xfffe);
            assertEquals(0xfffe, Bytes.u16(bytes, 5, order));
            Bytes.put32(bytes, 5, order, -2);
            assertEquals(0xfffffffeL, Bytes.u32(bytes, 5, order));
        }
    }

    @Test
    void initFlagsOfOldAndNewLength() {
        byte[] bytes = new byte[InitIn.BYTES];
        Bytes.put32(bytes, InitIn.FLAGS, ByteOrder.LITTLE_ENDIAN, (int) (InitFlags.INIT_EXT | InitFlags.SUBMOUNTS));
        Bytes.put32(bytes, InitIn.FLAGS2, ByteOrder.LITTLE_ENDIAN, (int) (InitFlags.HAS_RESEND >>> 32));
        assertEquals(
                InitFlags.INIT_EXT | InitFlags.SUBMOUNTS | InitFlags.HAS_RESEND,
                InitFlags.ofRequest(bytes, 0, bytes.length, ByteOrder.LITTLE_ENDIAN));
        assertEquals(
                InitFlags.INIT_EXT | InitFlags.SUBMOUNTS,
                InitFlags.ofRequest(bytes, 0, Protocol.COMPAT_INIT_IN_SIZE, ByteOrder.LITTLE_ENDIAN));
        assertEquals(0, InitFlags.ofRequest(bytes, 0, 8, ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void lengthsOfDirectoryEntries() {
        assertEquals(32, Dirent.recordBytes(1));
        assertEquals(160, Direntplus.recordBytes(8));
        assertEquals(168, Direntplus.recordBytes(9));
        assertEquals(((1L << 32) - 1 + 152 + 7) & ~7L, Direntplus.recordBytes(-1));
    }
}
