// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real capture is claimed by exactly the dialect that {@code sniff-matrix.txt} names. */
class SniffMatrixTest {
    static Stream<String> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/sniff-matrix.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void oneDialectClaimsIt(String row) throws IOException {
        String[] fields = row.split(" ");
        Path file = fields[0].startsWith("samples/")
                ? TestCaptures.sample(fields[0].substring("samples/".length()))
                : TestCaptures.resource(fields[0].substring("captures/".length()));
        Prefix prefix = prefix(file);
        List<String> claims = Formats.ALL.stream()
                .filter(format -> format.sniff(prefix) != Sniff.NO)
                .map(CaptureFormat::id)
                .toList();
        assertEquals(List.of(fields[1]), claims);
    }

    private static Prefix prefix(Path file) throws IOException {
        byte[] bytes = bytes(file);
        return new Prefix(Arrays.copyOf(bytes, Math.min(bytes.length, Prefix.MAX_BYTES)));
    }

    /** The bytes of a fixture, gzip taken off. */
    static byte[] bytes(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return in.readAllBytes();
        }
    }
}
