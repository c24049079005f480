// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes through another form comes back the same, and what a form cannot hold is said. */
class ConvertTest {
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";
    private static final String SERVER_LOG = "../samples/submount-incident/virtiofsd.log.gz";
    private static final String GUEST = "../samples/submount-incident/guest.ftrace.gz";

    @TempDir
    private Path folder = Path.of("");

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Run converted(String... args) {
        List<String> all = new ArrayList<>(List.of("convert"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        return run;
    }

    private void assertSame(byte[] dump, String through) throws IOException {
        Files.write(folder.resolve("a.fusedump"), dump);
        converted("--force", "--dialect", "fusedump", file("a.fusedump"), "-o", file(through));
        converted("--force", file(through), "-o", file("b.fusedump"));
        assertArrayEquals(dump, Files.readAllBytes(folder.resolve("b.fusedump")));
    }

    @Test
    void theRealDumpComesBackByteForByte() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(GLUSTER)))) {
            assertSame(in.readAllBytes(), "x.ndjson");
        }
    }

    /** A dump of requests and replies with any content, in either byte order, with and without times. */
    private static byte[] dump(long seed) throws IOException {
        Random random = new Random(seed);
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        boolean timed = random.nextInt(4) > 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        record(out, order, timed, random, 'R', message(order, 26, 0, 2, new byte[16]));
        for (int i = 0; i < 50; i++) {
            byte[] body = new byte[24 + random.nextInt(300)];
            random.nextBytes(body);
            int opcode = 1 + random.nextInt(53);
            long unique = 4 + 2 * random.nextInt(20) | (random.nextInt(20) == 0 ? Long.MIN_VALUE : 0);
            if (random.nextBoolean()) {
                record(out, order, timed, random, 'R', message(order, opcode, 0, unique, body));
            } else {
                int error = random.nextInt(3) == 0 ? -random.nextInt(100) : 0;
                boolean notification = random.nextInt(10) == 0;
                record(
                        out,
                        order,
                        timed,
                        random,
                        'W',
                        message(
                                order,
                                notification ? 1 + random.nextInt(9) : error,
                                0,
                                notification ? 0 : unique,
                                error == 0 ? body : new byte[0]));
            }
        }
        return out.toByteArray();
    }

    private static byte[] message(ByteOrder order, int second, int extra, long unique, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(16 + extra + body.length).order(order);
        message.putInt(16 + extra + body.length).putInt(second).putLong(unique);
        message.position(16 + extra);
        message.put(body);
        return message.array();
    }

    private static void record(
            ByteArrayOutputStream out, ByteOrder order, boolean timed, Random random, char direction, byte[] message)
            throws IOException {
        byte[] whole = message;
        if (direction == 'R' && message.length < 40) {
            whole = ByteBuffer.allocate(40)
                    .order(order)
                    .put(message)
                    .putInt(0, 40)
                    .array();
        }
        ByteBuffer head = ByteBuffer.allocate(33).order(order).put((byte) direction);
        if (timed) {
            head.putInt(3)
                    .putInt(16)
                    .putLong(random.nextInt(Integer.MAX_VALUE))
                    .putInt(random.nextInt(1_000_000_000))
                    .putInt(12)
                    .put(new byte[] {'G', 'L', 'U', 'S', 'T', 'E', 'R', (byte) 0xf5});
        }
        out.write(head.array(), 0, head.position());
        out.write(whole);
    }

    @Test
    void anyDumpComesBackByteForByte() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            assertSame(dump(seed), "x.ndjson");
        }
    }

    @Test
    void ndjsonHoldsEverythingOfEveryDialect() {
        for (String capture : List.of(GLUSTER, SERVER_LOG, GUEST)) {
            Run run = converted(capture, "--to", "ndjson", "-o", "-");
            assertTrue(run.out().startsWith("{\"schema\":\"forgetmenot/event/1\""));
            assertTrue(run.out().endsWith("}\n"));
            assertEquals("", run.err());
        }
    }

    @Test
    void whatATargetCannotHoldIsSaidAndNoFileIsLeft() {
        Run run = Run.of("convert", SERVER_LOG, "-o", file("x.fusedump"));
        assertEquals(3, run.code());
        assertTrue(run.err().contains("messages whose bytes the capture does not have"), run.err());
        assertFalse(Files.exists(folder.resolve("x.fusedump")));
    }

    @Test
    void severalCapturesFollowEachOther() throws IOException {
        converted(GLUSTER, GLUSTER, "-o", file("two.fusedump"));
        converted(GLUSTER, "-o", file("one.fusedump"));
        assertEquals(2 * Files.size(folder.resolve("one.fusedump")), Files.size(folder.resolve("two.fusedump")));
    }

    @Test
    void nothingIsOverwrittenUnasked() throws IOException {
        Path there = Files.writeString(folder.resolve("there.ndjson"), "mine");
        Run run = Run.of("convert", GLUSTER, "-o", there.toString());
        assertEquals(3, run.code());
        assertTrue(run.err().contains("--force"), run.err());
        assertEquals("mine", Files.readString(there));
        converted("--force", GLUSTER, "-o", there.toString());
        assertEquals(
                2,
                Run.of("convert", "--force", there.toString(), "-o", there.toString())
                        .code());
    }

    @Test
    void misuseIsSaidBeforeAnythingIsRead() {
        assertEquals(2, Run.of("convert", "x").code());
        assertTrue(Run.of("convert", "x", "-o", "y").err().contains("--to"));
        assertEquals(
                3, Run.of("convert", GLUSTER, "-o", file("no/such/x.ndjson")).code());
    }
}
