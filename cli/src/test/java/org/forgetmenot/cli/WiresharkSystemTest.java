// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark with our dissector counts what we count. */
@Tag("system")
class WiresharkSystemTest {
    private static final int USER0 = 147;
    private static final int RECORD_BYTES = 12;

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream pcapng = new ByteArrayOutputStream();

    private static boolean hasTshark() throws InterruptedException {
        try {
            return new ProcessBuilder("tshark", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int padded = (body.limit() + 3) & ~3;
        ByteBuffer block = ByteBuffer.allocate(padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(type).putInt(padded + 12).put(body.clear());
        block.putInt(padded + 8, padded + 12);
        pcapng.write(block.array());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void packet(Event event) throws IOException {
        Text message = event.message();
        int length = RECORD_BYTES + message.length();
        ByteBuffer body = buffer(20 + length)
                .putInt(0)
                .putInt((int) (event.timeNs() >>> 32))
                .putInt((int) event.timeNs())
                .putInt(length)
                .putInt(length);
        body.order(ByteOrder.BIG_ENDIAN).putShort((short) 0xf05e).put((byte) 1);
        body.put((byte) (event.kind() == EventKind.REPLY ? 1 : 0))
                .putShort((short) 0)
                .putShort((short) 0xffff)
                .putInt(0)
                .put(message.bytes(), message.offset(), message.length());
        block(6, body);
    }

    private Map<String, Integer> tshark(String field, String filter) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        "tshark",
                        "-X",
                        "lua_script:../samples/wireshark/fuse.lua",
                        "-r",
                        folder.resolve("x.pcapng").toString(),
                        "-Y",
                        filter,
                        "-T",
                        "fields",
                        "-e",
                        field)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor());
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : Files.readString(out, StandardCharsets.UTF_8).lines().toList()) {
            for (String value : line.split(",", -1)) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    void itCountsWhatWeCount() throws IOException, InterruptedException {
        assumeTrue(hasTshark(), "needs tshark: install it (Debian: tshark)");
        block(
                0x0a0d0d0a,
                buffer(16)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
        block(
                1,
                buffer(20)
                        .putShort((short) USER0)
                        .putShort((short) 0)
                        .putInt(0)
                        .putShort((short) 9)
                        .putShort((short) 1)
                        .put((byte) 9));
        Map<String, Integer> opcodes = new TreeMap<>();
        Map<String, Integer> errors = new TreeMap<>();
        Map<String, Integer> nlookups = new TreeMap<>();
        int entries = 0;
        String sample = "../samples/gluster/gluster.fusedump.gz";
        try (Capture capture = Capture.open(sample, null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                switch (event.kind()) {
                    case REQUEST -> {
                        opcodes.merge(Integer.toString(event.opcode()), 1, Integer::sum);
                        packet(event);
                    }
                    case REPLY -> {
                        errors.merge(Integer.toString(event.error()), 1, Integer::sum);
                        packet(event);
                    }
                    case FORGET -> nlookups.merge(Long.toString(event.nlookup()), 1, Integer::sum);
                    case ENTRY -> entries++;
                    default -> {}
                }
            }
        }
        Files.write(folder.resolve("x.pcapng"), pcapng.toByteArray());
        assertEquals(opcodes, tshark("fuse.opcode", "fuse.direction == 0"));
        assertEquals(errors, tshark("fuse.error", "fuse.direction == 1"));
        assertEquals(nlookups, tshark("fuse.forget.nlookup", "fuse.forget.nlookup"));
        Map<String, Integer> counts = tshark("fuse.entry.counts", "fuse.entry.counts");
        // older ones print a boolean as a number
        assertEquals(entries, counts.getOrDefault("1", 0) + counts.getOrDefault("True", 0));
    }
}
