// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.forgetmenot.format.virtiofsd.LogCase.C;
import static org.forgetmenot.format.virtiofsd.LogCase.containerOfC;
import static org.forgetmenot.format.virtiofsd.LogCase.containerOfRust;
import static org.forgetmenot.format.virtiofsd.LogCase.smallOfC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole logs of the C virtiofsd: from a guest that ran a container, and from a front-end that tried everything. */
class VirtiofsdLogTest {
    private static byte[] log(String name) throws IOException {
        return switch (name) {
            case "container" -> containerOfC();
            case "small" -> smallOfC();
            default -> containerOfRust();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "container, 823, 108, 0, 729, 94, 0",
        "small, 21, 9, 0, 14, 8, 1",
    })
    void countsWhatTheLogHolds(
            String name, long requests, long entries, long withdrawn, long replies, long forgets, long unknown)
            throws IOException {
        LogCase log = LogCase.read(C, log(name));
        assertEquals(requests, log.count(EventKind.REQUEST));
        assertEquals(entries, log.count(EventKind.ENTRY));
        assertEquals(withdrawn, log.count(EventKind.ENTRY_WITHDRAWN));
        assertEquals(replies, log.count(EventKind.REPLY));
        assertEquals(forgets, log.count(EventKind.FORGET));
        assertEquals(unknown, log.count(EventKind.FORGET_UNKNOWN));
        assertEquals(0, log.oddities());
        assertEquals(EnumSet.copyOf(C.capabilities()), log.reader().capabilities());
    }

    /** The daemon prints its own count before each FORGET: ours must be the same at each one. */
    @ParameterizedTest
    @ValueSource(strings = {"container", "small"})
    void countsAsTheDaemonCounts(String name) throws IOException {
        Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
        int checked = 0;
        for (Event event : LogCase.read(C, log(name)).events()) {
            switch (event.kind()) {
                case ENTRY -> counts.addTo(event.nodeid(), 1);
                case FORGET, ENTRY_WITHDRAWN -> {
                    assertEquals(counts.get(event.nodeid()), event.serverCount(), () -> LogCase.text(event));
                    counts.addTo(event.nodeid(), -event.nlookup());
                    checked++;
                }
                default -> {}
            }
        }
        assertTrue(checked >= 8);
    }

    @Test
    void showsTheForgetThatCameTooEarly() throws IOException {
        LogCase log = LogCase.read(C, containerOfC());
        Event forget = log.events().stream()
                .filter(e -> e.kind() == EventKind.FORGET && e.nodeid() == 3)
                .findFirst()
                .orElseThrow();
        assertEquals(1244, forget.unique());
        assertEquals(5527, forget.position());
        Event bad = log.events().stream()
                .filter(e -> e.kind() == EventKind.REPLY && e.error() == -9)
                .findFirst()
                .orElseThrow();
        assertEquals(1508, bad.unique());
        assertEquals(3, bad.nodeid());
        assertEquals(9, bad.opcode());
    }

    @Test
    void everyReplyFindsItsRequest() throws IOException {
        for (Event event : LogCase.read(C, containerOfC()).events()) {
            assertTrue(event.hasTimeNs() && event.hasUnique());
            assertTrue(event.kind() != EventKind.REPLY || (event.hasOpcode() && event.hasNodeid()));
            assertTrue(event.kind() != EventKind.ENTRY || !event.name().isEmpty());
        }
    }

    @Test
    void tellsTheProtocolOfTheInit() throws IOException {
        Event init = LogCase.read(C, smallOfC()).first(EventKind.REPLY);
        assertEquals(31, init.protocolMinor());
        assertEquals(26, init.opcode());
        assertEquals(80, init.sizeBytes());
    }

    @Test
    void everyTruncationEndsCleanly() throws IOException {
        byte[] whole = new String(smallOfC(), ISO_8859_1)
                .lines()
                .filter(line -> !line.contains("virtio_") && !line.contains("fv_queue_thread"))
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(ISO_8859_1);
        LogCase all = LogCase.read(C, whole);
        for (int length = 0; length < whole.length; length++) {
            LogCase part = LogCase.read(C, Arrays.copyOf(whole, length));
            boolean midLine = length > 0 && whole[length - 1] != '\n';
            assertEquals(midLine ? 1 : 0, part.diagnostics().count(DiagnosticCode.CUT_SHORT));
            assertEquals(part.diagnostics().count(DiagnosticCode.CUT_SHORT), part.oddities());
            assertEquals(all.texts().subList(0, part.events().size()), part.texts());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "rust"})
    void damageNeverThrows(String name) throws IOException {
        byte[] whole = log(name);
        byte[] log = Arrays.copyOf(whole, Math.min(whole.length, 20_000));
        Random random = new Random(20261123);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = log.clone();
            for (int i = 0; i < 200; i++) {
                damaged[random.nextInt(damaged.length)] = random.nextBoolean()
                        ? (byte) random.nextInt()
                        : (byte) " ->[]()/\"\\\n\r{}=\u001b9".charAt(random.nextInt(17));
            }
            LogCase.read(C, damaged).texts();
            LogCase.read(LogCase.RUST, damaged).texts();
        }
    }

    @Test
    void withoutTimeItSaysSo() throws IOException {
        LogCase log = LogCase.read(C, "unique: 60, opcode: FLUSH (25), nodeid: 1, insize: 64, pid: 1");
        assertFalse(log.reader().capabilities().contains(Capability.TIME));
    }
}
