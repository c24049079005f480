// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fixture, damaged in every way: read to a diagnosis or refused with a message, never with an exception of ours. A cut
 * is always said.
 */
@Timeout(300)
class BadInputTest {
    private static final int RUNS = 60;
    /** Enough of a large text. */
    private static final int TEXT_BYTES_MAX = 60_000;

    private static final List<String> ABSURD = List.of("99999999999999999999999", "18446744073709551615", "-1");

    /** One fixture: its dialect and its bytes, decompressed. */
    static final class Fixture {
        private final String name;
        private final CaptureFormat format;
        private final byte[] bytes;

        Fixture(String name, CaptureFormat format, byte[] bytes) {
            this.name = name;
            this.format = format;
            this.bytes = bytes;
        }

        CaptureFormat format() {
            return format;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fixture> fixtures() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/sniff-matrix.txt")).stream()
                .filter(row -> !row.isBlank() && !row.startsWith("#"))
                .map(BadInputTest::fixture);
    }

    static Stream<Fixture> texts() throws IOException {
        return fixtures().filter(f -> f.format().isText());
    }

    static Stream<Fixture> binaries() throws IOException {
        return fixtures().filter(f -> !f.format().isText());
    }

    private static Fixture fixture(String row) {
        String[] fields = row.split(" ");
        CaptureFormat format = Formats.byId(fields[1]).orElseThrow();
        Path file = fields[0].startsWith("samples/")
                ? TestCaptures.sample(fields[0].substring("samples/".length()))
                : TestCaptures.resource(fields[0].substring("captures/".length()));
        try {
            byte[] bytes = SniffMatrixTest.bytes(file);
            return new Fixture(fields[0], format, format.isText() ? head(bytes) : bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] head(byte[] bytes) {
        int end = Math.min(bytes.length, TEXT_BYTES_MAX);
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end == 0 ? bytes : Arrays.copyOf(bytes, end);
    }

    /** What was found: events and oddities, or a refusal. */
    private record Outcome(long events, long oddities, boolean refused) {
        /** Whether it says something if it has fewer events than the other. */
        boolean says(Outcome whole) {
            return complains() || events >= whole.events;
        }

        boolean complains() {
            return refused || oddities > 0;
        }
    }

    private static Outcome read(Fixture fixture, byte[] bytes) throws IOException {
        try (Capture capture = Capture.open(Capture.STDIN, fixture.format().id(), new ByteArrayInputStream(bytes))) {
            Diagnosis.Input input = Analysis.diagnose(List.of(capture)).inputs().get(0);
            long oddities = input.diagnostics().stream()
                    .mapToLong(Diagnostics.Row::count)
                    .sum();
            return new Outcome(input.events(), oddities, false);
        } catch (CaptureException e) {
            assertTrue(!e.getMessage().isBlank() && !e.getMessage().contains("\n"), e.getMessage());
            return new Outcome(0, 0, true);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void cut(Fixture fixture) throws IOException {
        Outcome whole = read(fixture, fixture.bytes());
        Random random = new Random(1);
        int length = fixture.bytes().length;
        for (int run = 0; run < RUNS; run++) {
            int cut = run < 8 ? run : random.nextInt(length);
            boolean betweenLines = fixture.format().isText() && (cut == 0 || fixture.bytes()[cut - 1] == '\n');
            Outcome part = read(fixture, Arrays.copyOf(fixture.bytes(), cut));
            assertTrue(
                    betweenLines || part.says(whole) || isBetweenRecords(fixture, cut),
                    "cut at " + cut + ": " + part + " of " + whole);
        }
    }

    /** Whether a cut cannot be seen: one byte less and one more can. */
    private static boolean isBetweenRecords(Fixture fixture, int cut) throws IOException {
        return read(fixture, Arrays.copyOf(fixture.bytes(), cut - 1)).complains()
                && read(fixture, Arrays.copyOf(fixture.bytes(), cut + 1)).complains();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bitsFlipped(Fixture fixture) throws IOException {
        Random random = new Random(2);
        for (int run = 0; run < RUNS; run++) {
            byte[] flipped = fixture.bytes().clone();
            for (int i = 0; i <= run % 8; i++) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            read(fixture, flipped);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void absurdNumbers(Fixture fixture) throws IOException {
        String text = new String(fixture.bytes(), StandardCharsets.ISO_8859_1);
        Random random = new Random(3);
        for (int run = 0; run < RUNS; run++) {
            int at = random.nextInt(text.length());
            while (at < text.length() && !Character.isDigit(text.charAt(at))) {
                at++;
            }
            int from = at;
            while (from > 0 && Character.isDigit(text.charAt(from - 1))) {
                from--;
            }
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            String absurd = ABSURD.get(run % ABSURD.size());
            String changed = text.substring(0, from) + absurd + text.substring(at);
            read(fixture, changed.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void absurdLengths(Fixture fixture) throws IOException {
        Random random = new Random(4);
        for (int run = 0; run < RUNS; run++) {
            byte[] changed = fixture.bytes().clone();
            int most = run % 2 == 0 ? Math.min(4096, changed.length) : changed.length;
            int at = random.nextInt(most - Long.BYTES);
            Arrays.fill(
                    changed, at, at + (run % 3 == 0 ? Long.BYTES : Integer.BYTES), (byte) (run % 5 == 0 ? 0x7f : 0xff));
            read(fixture, changed);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void linesDoubledRemovedAndMixed(Fixture fixture) throws IOException {
        List<String> lines =
                new String(fixture.bytes(), StandardCharsets.ISO_8859_1).lines().toList();
        Random random = new Random(5);
        for (int run = 0; run < RUNS / 3; run++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (String line : lines) {
                int times = switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> 2;
                    default -> 1;
                };
                for (int i = 0; i < times; i++) {
                    String other = random.nextInt(16) == 0 ? lines.get(random.nextInt(lines.size())) : line;
                    out.writeBytes((other + "\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            read(fixture, out.toByteArray());
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void asAnotherDialect(Fixture fixture) throws IOException {
        byte[] some = Arrays.copyOf(fixture.bytes(), Math.min(fixture.bytes().length, 20_000));
        for (CaptureFormat format : Formats.ALL) {
            read(new Fixture(fixture.toString(), format, some), some);
        }
    }
}
