// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.api.Test;

/** Files that trace-cmd compressed with zlib, as it does where it was built without zstd; laid out by hand. */
class ZlibTest {
    private static final String END = "name: fuse_request_end\nID: 701\nformat:\n"
            + "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
            + "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
            + "\tfield:uint64_t unique;\toffset:8;\tsize:8;\tsigned:0;\n"
            + "\tfield:int32_t error;\toffset:16;\tsize:4;\tsigned:1;\n";
    private static final String PAGE = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
            + "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
            + "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;\n";
    private static final int PAGE_BYTES = 4096;
    /** Pages to a chunk: trace-cmd puts ten in one, so that the last is shorter. */
    private static final int CHUNK_PAGES = 10;

    private static final int PAGES = 13;

    private final ByteBuffer out = ByteBuffer.allocate(32 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    private int dataEnd;

    private static ByteBuffer part(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void text(ByteBuffer into, String text) {
        into.put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void sized(ByteBuffer into, String text) {
        into.putLong(text.length());
        text(into, text);
    }

    private static byte[] written(ByteBuffer part) {
        byte[] bytes = new byte[part.position()];
        part.get(0, bytes);
        return bytes;
    }

    private void compressed(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int size = deflater.deflate(packed);
        deflater.end();
        out.putInt(size).putInt(bytes.length).put(packed, 0, size);
    }

    /** Returns the section's offset. */
    private long section(int id, ByteBuffer body) {
        long at = out.position();
        out.putShort((short) id).putShort((short) 1).putInt(0).putLong(0);
        compressed(written(body));
        return at;
    }

    private static byte[] page(int number) {
        ByteBuffer page = part(PAGE_BYTES);
        page.putLong(1_000_000L * (number + 1)).putLong(24);
        page.putInt(5 | 7 << 5).putShort((short) 701).putShort((short) 0).putInt(9);
        page.putLong(number + 1).putInt(-9);
        return written(page.position(PAGE_BYTES));
    }

    private byte[] file() {
        text(out, TraceDatFormat.MAGIC + "7\0");
        out.put((byte) 0).put((byte) 8).putInt(PAGE_BYTES);
        text(out, "zlib\0" + "1.2.13\0");
        int first = out.position();
        out.putLong(0);
        ByteBuffer headers = part(1024);
        text(headers, "header_page\0");
        sized(headers, PAGE);
        text(headers, "header_event\0");
        sized(headers, "");
        long headersAt = section(Options.HEADER_FILES, headers);
        ByteBuffer formats = part(1024).putInt(1);
        text(formats, "fuse\0");
        formats.putInt(1);
        sized(formats, END);
        long formatsAt = section(Options.EVENT_FORMATS, formats);
        long bufferAt = out.position();
        out.putShort((short) Options.BUFFER).putShort((short) 1).putInt(0).putLong(0);
        long dataAt = out.position();
        out.putInt((PAGES + CHUNK_PAGES - 1) / CHUNK_PAGES);
        for (int page = 0; page < PAGES; page += CHUNK_PAGES) {
            ByteBuffer chunk = part(CHUNK_PAGES * PAGE_BYTES);
            for (int i = page; i < Math.min(PAGES, page + CHUNK_PAGES); i++) {
                chunk.put(page(i));
            }
            compressed(written(chunk));
        }
        dataEnd = out.position();
        long dataBytes = out.position() - dataAt - Integer.BYTES;
        ByteBuffer buffer = part(256).putLong(bufferAt);
        text(buffer, "\0local\0");
        buffer.putInt(PAGE_BYTES).putInt(1).putInt(2).putLong(dataAt).putLong(dataBytes);
        ByteBuffer options = part(512);
        options.putShort((short) Options.HEADER_FILES).putInt(8).putLong(headersAt);
        options.putShort((short) Options.EVENT_FORMATS).putInt(8).putLong(formatsAt);
        options.putShort((short) Options.BUFFER).putInt(buffer.position()).put(written(buffer));
        options.putShort((short) Options.DONE).putInt(8).putLong(0);
        long optionsAt = section(Options.DONE, options);
        out.putLong(first, optionsAt);
        return written(out);
    }

    @Test
    void readsAllPagesOfAllChunks() throws IOException {
        try (Capture capture = TestTraces.open(file())) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(PAGES, events.size());
            for (int i = 0; i < PAGES; i++) {
                assertEquals(i + 1, events.get(i).unique());
                assertEquals(-9, events.get(i).error());
                assertEquals(2, events.get(i).cpu());
                assertEquals(1_000_000L * (i + 1) + 7, events.get(i).timeNs());
            }
            assertEquals(List.of(), capture.context().diagnostics().rows());
        }
    }

    @Test
    void aChecksumThatDoesNotMatchIsSaid() throws IOException {
        byte[] bytes = file();
        bytes[dataEnd - 1] ^= 1;
        try (Capture capture = TestTraces.open(bytes)) {
            long events = TestCaptures.events(capture).stream()
                    .filter(e -> e.kind() == EventKind.KERNEL_END)
                    .count();
            assertEquals(CHUNK_PAGES, events);
            assertEquals(1, capture.context().diagnostics().count(DiagnosticCode.COMPRESSION_DAMAGED));
        }
    }

    @Test
    void whatAFlippedBitLosesIsSaid() throws IOException {
        byte[] good = file();
        for (int bit = 0; bit < good.length * Byte.SIZE; bit += 3) {
            byte[] bytes = good.clone();
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try (Capture capture = TestTraces.open(bytes)) {
                long events = TestCaptures.events(capture).stream()
                        .filter(e -> e.kind() == EventKind.KERNEL_END)
                        .count();
                boolean said = !capture.context().diagnostics().rows().isEmpty();
                assertTrue(events == PAGES || said, "bit " + bit + ": " + events + " events");
            } catch (CaptureException e) {
                // refused
            }
        }
    }
}
