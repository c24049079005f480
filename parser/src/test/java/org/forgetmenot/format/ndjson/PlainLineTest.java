// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.ReadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way to read a line and the one for any JSON give the same events and the same complaints. */
class PlainLineTest {
    private static final String KIND = "{\"kind\":";
    /** The same to JSON, and no line for the quick way. */
    private static final String KIND_OF_ANY_JSON = "{ \"kind\":";

    private static String both(String ndjson) throws IOException {
        try (Capture capture = Capture.open(
                Capture.STDIN, "ndjson", new ByteArrayInputStream(ndjson.getBytes(StandardCharsets.ISO_8859_1)))) {
            String events = new String(NdjsonTest.write(capture), StandardCharsets.ISO_8859_1);
            return events + capture.context().diagnostics().rows();
        }
    }

    private static void assertSame(String ndjson) throws IOException {
        assertEquals(both(ndjson.replace(KIND, KIND_OF_ANY_JSON)), both(ndjson), ndjson);
    }

    private static String ndjson(String sample) throws IOException {
        return new String(
                NdjsonTest.write(TestCaptures.open(TestCaptures.sample(sample))), StandardCharsets.ISO_8859_1);
    }

    private static PlainLine plain() {
        return new PlainLine(new Slots(), new Frames(new ReadContext()));
    }

    private static boolean isPlain(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return plain().read(bytes, 0, bytes.length, 1, new Event());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gluster/gluster.fusedump.gz",
                "submount-incident/guest.ftrace.gz",
                "submount-incident/virtiofsd.log.gz"
            })
    void linesOfEveryKindOfCaptureAreReadBothWays(String sample) throws IOException {
        String ndjson = ndjson(sample);
        assertSame(ndjson);
        List<String> events = ndjson.lines().filter(l -> l.startsWith(KIND)).toList();
        assertTrue(events.size() > 1000);
        assertEquals(
                events.size(), events.stream().filter(PlainLineTest::isPlain).count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gluster/gluster.fusedump.gz",
                "submount-incident/guest.ftrace.gz",
                "submount-incident/virtiofsd.log.gz"
            })
    void damagedLinesAreReadBothWays(String sample) throws IOException {
        String[] lines = ndjson(sample).lines().limit(300).toArray(String[]::new);
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(lines[0]).append('\n');
            for (int i = 1; i < lines.length; i++) {
                text.append(damaged(lines[i], random)).append('\n');
            }
            assertSame(text.toString());
        }
    }

    private static String damaged(String line, Random random) {
        StringBuilder text = new StringBuilder(line);
        int at = KIND.length() + random.nextInt(line.length() - KIND.length());
        switch (random.nextInt(6)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, "\",:0-9.e[]{}\\ =+/n".charAt(random.nextInt(17)));
            case 3 -> text.insert(at, line, at, Math.min(line.length(), at + 1 + random.nextInt(20)));
            case 4 -> text.setLength(at);
            default -> {}
        }
        return text.toString().replace('\n', ' ').replace('\r', ' ');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"pid\":2147483647",
                "\"pid\":2147483648",
                "\"pid\":-2147483648",
                "\"pid\":-2147483649",
                "\"pid\":007",
                "\"pid\":-0",
                "\"pid\":\"7\"",
                "\"pid\":null",
                "\"pid\":1,\"pid\":2",
                "\"unique\":9223372036854775807",
                "\"unique\":9223372036854775808",
                "\"unique\":\"18446744073709551615\"",
                "\"unique\":\"18446744073709551616\"",
                "\"unique\":\"007\"",
                "\"unique\":\"-1\"",
                "\"timeNs\":\"-9223372036854775808\"",
                "\"timeNs\":\"-9223372036854775809\"",
                "\"timeNs\":\"9223372036854775808\"",
                "\"timeNs\":\"\"",
                "\"name\":\"\"",
                "\"name\":\"a\",\"nameBase64\":\"gA==\"",
                "\"name\":\"a\\\"b\"",
                "\"na\\u006de\":\"a\"",
                "\"name\":\"\u00c3\u00a4\"",
                "\"name\":\"\u00e4\"",
                "\"name\":7",
                "\"message\":\"AAAA\"",
                "\"message\":\"AAA=\"",
                "\"message\":\"AA==\"",
                "\"message\":\"A===\"",
                "\"message\":\"AA=A\"",
                "\"message\":\"AAAAA\"",
                "\"message\":\"AA.A\"",
                "\"caller\":\"lookup-name\"",
                "\"caller\":\"something else\"",
                "\"stack\":[]",
                "\"stack\":[\"a\",\"b\"]",
                "\"stack\":[\"a\",\"b\",]",
                "\"stack\":[\"a\" \"b\"]",
                "\"stack\":[\"a\",7]",
                "\"stack\":[\"\"]",
                "\"stack\":\"a\"",
                "\"position\":{}",
                "\"position\":\"12\"",
                "\"opcodeName\":1",
                "\"laterField\":1",
                "",
            })
    void anyFieldIsReadBothWays(String field) throws IOException {
        String line = KIND + "\"request\"" + (field.isEmpty() ? "" : "," + field) + ",\"unique\":4}\n";
        String stack = KIND + "\"kernel-stack\",\"stack\":[\"a\",\"b\"]}\n";
        assertSame("{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"ftrace\",\"capabilities\":[]}\n" + stack + line
                + stack);
    }

    @Test
    void aStackIsKeptOnceWhicheverWayItIsRead() throws IOException {
        String plain = KIND + "\"kernel-stack\",\"stack\":[\"a\",\"b\"]}\n";
        String escaped = KIND + "\"kernel-stack\",\"stack\":[\"a\",\"\\u0062\"]}\n";
        assertTrue(isPlain(plain.strip()));
        assertFalse(isPlain(escaped.strip()));
        try (Capture capture =
                TestCaptures.open("{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"ftrace\",\"capabilities\":[]}\n"
                        + plain + escaped)) {
            List<Event> events = TestCaptures.events(capture);
            assertEquals(0, events.get(0).stack());
            assertEquals(0, events.get(1).stack());
            assertEquals(List.of("a", "b"), capture.context().stacks().frames(0));
        }
    }
}
