// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    private static final String SEND = "name: fuse_request_send\nID: 700\nformat:\n"
            + "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
            + "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
            + "\tfield:dev_t connection;\toffset:8;\tsize:4;\tsigned:0;\n"
            + "\tfield:uint64_t unique;\toffset:12;\tsize:8;\tsigned:0;\n"
            + "\tfield:u32 opcode;\toffset:20;\tsize:4;\tsigned:0;\n";
    private static final String PAGE = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
            + "\tfield: local_t commit;\toffset:8;\tsize:4;\tsigned:1;\n"
            + "\tfield: char data;\toffset:12;\tsize:4084;\tsigned:0;\n";

    private static String messageOf(byte[] bytes) {
        return assertThrows(CaptureException.class, () -> TestTraces.open(bytes).close())
                .getMessage();
    }

    private static void text(ByteBuffer out, String text) {
        out.put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A version 6 file of a 32 bit big-endian machine with two events, the second behind a time extend. */
    private static byte[] bigEndian() {
        ByteBuffer out = ByteBuffer.allocate(8192).order(ByteOrder.BIG_ENDIAN);
        text(out, TraceDatFormat.MAGIC + "6\0");
        out.put((byte) 1).put((byte) 4).putInt(4096);
        text(out, "header_page\0");
        out.putLong(PAGE.length());
        text(out, PAGE + "header_event\0");
        out.putLong(0).putInt(0).putInt(1);
        text(out, "fuse\0");
        out.putInt(1).putLong(SEND.length());
        text(out, SEND);
        out.putInt(0).putInt(0).putLong(7);
        text(out, "9 mkdir");
        out.putInt(1);
        text(out, "flyrecord\0");
        out.putLong(4096).putLong(4096);
        out.position(4096);
        out.putLong(5_000_000_000L).putInt(2 * 28 + 8);
        record(out, 7, 8);
        out.putInt(30 << 27 | 1).putInt(2);
        record(out, 11, 9);
        return out.array();
    }

    private static void record(ByteBuffer out, long unique, int opcode) {
        out.putInt(6 << 27 | 5);
        out.putShort((short) 700)
                .putShort((short) 0)
                .putInt(9)
                .putInt(41)
                .putLong(unique)
                .putInt(opcode);
    }

    @Test
    void readsFilesOfBigEndianMachines() throws IOException {
        try (Capture capture = TestTraces.open(bigEndian())) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(2, events.size());
            Event second = events.get(1);
            assertEquals(EventKind.KERNEL_SEND, second.kind());
            assertEquals(5_000_000_000L + 5 + 1 + (2L << 27) + 5, second.timeNs());
            assertEquals(11, second.unique());
            assertEquals(9, second.opcode());
            assertEquals(41, second.connection());
            assertEquals("mkdir", second.task().toString());
            assertEquals(List.of(), capture.context().diagnostics().rows());
        }
    }

    @Test
    void saysWhatIsWrongWithTheHead() throws IOException {
        byte[] good = TestTraces.bytes("tracedat/t7_zstd.dat");
        byte[] version = good.clone();
        version[10] = '8';
        assertTrue(messageOf(version).contains("version other than 6 and 7"), messageOf(version));
        byte[] magic = good.clone();
        magic[1] = 9;
        assertTrue(messageOf(magic).contains("17 08 44"), messageOf(magic));
        byte[] compression = good.clone();
        compression[18] = 'y';
        assertTrue(messageOf(compression).contains("--compression none"), messageOf(compression));
        byte[] order = good.clone();
        order[12] = 7;
        assertTrue(messageOf(order).contains("byte order 7"), messageOf(order));
    }

    @Test
    void absurdSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] file = TestTraces.bytes("tracedat/t6.dat.gz");
        Arrays.fill(file, 30, 38, (byte) 0x7f);
        assertTrue(messageOf(file).contains("is damaged"), messageOf(file));
        byte[] pages = TestTraces.bytes("tracedat/t6.dat.gz");
        pages[17] = 0x7f;
        assertTrue(messageOf(pages).contains("pages are said to be"), messageOf(pages));
    }

    /** Either it is refused with one line, or what is left is read and the loss is said. */
    private static void survives(byte[] bytes, int wanted) throws IOException {
        try (Capture capture = TestTraces.open(bytes)) {
            long events = TestCaptures.events(capture).stream()
                    .filter(e -> e.kind() != EventKind.LOST)
                    .count();
            assertTrue(
                    events >= wanted || !capture.context().diagnostics().rows().isEmpty(),
                    bytes.length + " bytes have " + events + " events");
        } catch (CaptureException e) {
            assertTrue(e.getMessage().length() < 300 && !e.getMessage().contains("\n"), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t6.dat.gz", "t7_none.dat.gz", "t7_zstd.dat"})
    void cutFilesEndCleanlyAndSaySo(String name) throws IOException {
        byte[] bytes = TestTraces.bytes("tracedat/" + name);
        for (int length = 1; length < bytes.length; length += length < 64 ? 1 : 61) {
            survives(Arrays.copyOf(bytes, length), 57);
        }
    }

    @Test
    void anEndCutOffAnywhereInASmallFileIsSaid() throws IOException {
        byte[] bytes = bigEndian();
        for (int length = 1; length < bytes.length; length += length < 1400 ? 1 : 97) {
            survives(Arrays.copyOf(bytes, length), 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t6.dat.gz", "t7_none.dat.gz", "t7_zstd.dat"})
    void flippedBytesNeverThrow(String name) throws IOException {
        byte[] good = TestTraces.bytes("tracedat/" + name);
        Random random = new Random(20261123);
        for (int run = 0; run < 300; run++) {
            byte[] bytes = good.clone();
            for (int i = 0; i <= run % 8; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            survives(bytes, 0);
        }
    }
}
