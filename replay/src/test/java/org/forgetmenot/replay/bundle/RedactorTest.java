// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.junit.jupiter.api.Test;

final class RedactorTest {
    /** Whole messages of a real mount: names in requests, in directory listings, data that was read and written. */
    private static final String WIRE = "../samples/gluster/gluster.fusedump.gz";
    /** Another one, of the documentation of a system: it was walked through and read. */
    private static final String NAMES = "../parser/src/test/resources/captures/passthrough_ll.strace.gz";
    /** Shorter ones may be anywhere by chance. */
    private static final int NAME_BYTES_MIN = 8;

    private static final int NAMES_MAX = 100;

    private static void read(String path, Consumer<Event> sink) throws Exception {
        try (Capture capture = Capture.open(path, null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                sink.accept(event);
            }
        }
    }

    @Test
    void leavesNoNameInAMessage() throws Exception {
        Set<String> names = new HashSet<>();
        read(NAMES, event -> {
            if (event.name().length() >= NAME_BYTES_MIN && names.size() < NAMES_MAX) {
                names.add(raw(event.name()));
            }
        });
        assertEquals(NAMES_MAX, names.size());
        Redactor redactor = new Redactor();
        List<Integer> messages = new ArrayList<>();
        read(NAMES, event -> {
            redactor.redact(event);
            String message = raw(event.message());
            messages.add(message.length());
            for (String name : names) {
                assertFalse(message.contains(name), () -> name + " in a message of " + event.opcode());
                assertFalse(raw(event.name()).contains(name));
                assertFalse(raw(event.secondName()).contains(name));
            }
        });
        assertTrue(messages.stream().filter(length -> length > 0).count() > 500, "messages are redacted, not dropped");
    }

    private static String raw(Text text) {
        return new String(text.bytes(), text.offset(), text.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void givesEqualNamesEqualOnesAndOthersOthers() throws Exception {
        Map<String, String> given = new HashMap<>();
        Redactor redactor = new Redactor();
        List<String> names = new ArrayList<>();
        read(WIRE, event -> names.add(raw(event.name())));
        int[] index = {0};
        read(WIRE, event -> {
            redactor.redact(event);
            String before = names.get(index[0]++);
            String after = raw(event.name());
            assertEquals(given.computeIfAbsent(before, name -> after), after);
            assertEquals(before.isEmpty(), after.isEmpty());
        });
        assertEquals(given.size(), new HashSet<>(given.values()).size());
    }

    @Test
    void usesAnotherKeyEachTime() {
        byte[] name = "name".getBytes(StandardCharsets.UTF_8);
        assertFalse(Arrays.equals(
                NameCipher.random().name(name), NameCipher.random().name(name)));
    }

    @Test
    void keepsTheNamespaceOfAnExtendedAttribute() {
        String name = new String(
                NameCipher.random().attribute("user.secret".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        assertTrue(name.matches("user\\.n[0-9a-f]{16}"), name);
    }

    @Test
    void changesNoCount() throws Exception {
        ByteArrayOutputStream ndjson = new ByteArrayOutputStream();
        Diagnosis before;
        try (Capture capture = Capture.open(WIRE, null, InputStream.nullInputStream())) {
            before = Analysis.diagnose(List.of(capture));
        }
        try (Capture capture = Capture.open(WIRE, null, InputStream.nullInputStream());
                NdjsonWriter writer = new NdjsonWriter(ndjson)) {
            Redactor redactor = new Redactor();
            Event event = new Event();
            writer.begin(capture);
            while (capture.reader().next(event)) {
                redactor.redact(event);
                writer.write(event);
            }
            writer.end(capture);
        }
        try (Capture capture = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(ndjson.toByteArray()))) {
            Diagnosis after = Analysis.diagnose(List.of(capture));
            assertEquals(before.nodes(), after.nodes());
            assertEquals(before.findings().size(), after.findings().size());
            assertEquals(before.verdict(), after.verdict());
            assertEquals(
                    before.connections().get(0).opcodes(),
                    after.connections().get(0).opcodes());
        }
    }
}
