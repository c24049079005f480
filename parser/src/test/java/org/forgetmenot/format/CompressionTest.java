// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.forgetmenot.TestCaptures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compression is found by content, and its damage is a diagnostic. */
class CompressionTest {
    private static byte[] sample() throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(TestCaptures.sample("gluster/gluster.fusedump.gz")))) {
            return in.readNBytes(40_000);
        }
    }

    private static byte[] pack(Compression how, byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = switch (how) {
            case GZIP -> new GZIPOutputStream(packed);
            case XZ -> new XZOutputStream(packed, new LZMA2Options(1));
            case ZSTD -> new ZstdOutputStream(packed);
        }) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] peel(byte[] packed, Diagnostics diagnostics) throws IOException {
        return Compression.peel("x", new ByteArrayInputStream(packed), diagnostics)
                .readAllBytes();
    }

    @ParameterizedTest
    @EnumSource
    void whateverItIsCalledItIsPeeledOff(Compression how) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        assertArrayEquals(sample(), peel(pack(how, sample()), diagnostics));
        assertArrayEquals(sample(), peel(pack(Compression.GZIP, pack(how, sample())), diagnostics));
        assertEquals(0, diagnostics.rows().size());
    }

    /** Too long for one block of any of them, and too short for their windows to be full. */
    private static byte[] blocks() {
        byte[] plain = new byte[600_000];
        Random random = new Random(3);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : i >> 4);
        }
        return plain;
    }

    @ParameterizedTest
    @EnumSource
    void whatComesBeforeACutIsRead(Compression how) throws IOException {
        byte[] whole = blocks();
        byte[] packed = pack(how, whole);
        for (int length = 24; length < packed.length; length += packed.length / 40) {
            Diagnostics diagnostics = new Diagnostics();
            byte[] plain = peel(Arrays.copyOf(packed, length), diagnostics);
            assertArrayEquals(Arrays.copyOf(whole, plain.length), plain);
            assertEquals(1, diagnostics.count(DiagnosticCode.COMPRESSION_DAMAGED), "cut at " + length);
            assertTrue(length < packed.length * 0.4 || plain.length > whole.length / 10, "cut at " + length);
        }
    }

    @Test
    void aWrongChecksumIsSaidAfterAllThatItIsOf() throws IOException {
        byte[] packed = pack(Compression.ZSTD, blocks());
        packed[packed.length - 1] ^= 1;
        Diagnostics diagnostics = new Diagnostics();
        assertArrayEquals(blocks(), peel(packed, diagnostics));
        assertEquals(1, diagnostics.count(DiagnosticCode.COMPRESSION_DAMAGED));
    }

    @ParameterizedTest
    @EnumSource
    void damageIsNeverAnException(Compression how) throws IOException {
        byte[] packed = pack(how, sample());
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bad = packed.clone();
            bad[12 + random.nextInt(bad.length - 12)] ^= (byte) (1 << random.nextInt(8));
            try {
                peel(bad, new Diagnostics());
            } catch (CaptureException e) {
                // a clear refusal
            }
        }
    }

    @Test
    void aWindowThatTakesTooMuchMemoryIsRefused() throws IOException {
        // descriptor 0, window 2^31 bytes, one empty last block
        byte[] bomb = HexFormat.of().parseHex("28b52ffd00a8010000");
        assertThrows(CaptureException.class, () -> peel(bomb, new Diagnostics()));
        ByteArrayOutputStream hidden = new ByteArrayOutputStream();
        hidden.write(pack(Compression.ZSTD, sample()));
        hidden.write(bomb);
        Diagnostics diagnostics = new Diagnostics();
        assertArrayEquals(sample(), peel(hidden.toByteArray(), diagnostics));
        assertEquals(1, diagnostics.count(DiagnosticCode.COMPRESSION_DAMAGED));
    }

    @Test
    void skippableFramesAreSkipped() throws IOException {
        byte[] skippable = HexFormat.of().parseHex("502a4d1803000000aabbcc");
        byte[] frame = pack(Compression.ZSTD, sample());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(frame);
        all.write(skippable);
        all.write(frame);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(sample());
        twice.write(sample());
        Diagnostics diagnostics = new Diagnostics();
        assertArrayEquals(twice.toByteArray(), peel(all.toByteArray(), diagnostics));
        assertEquals(0, diagnostics.rows().size());
    }

    @Test
    void aHeaderThatIsDamagedIsRefusedInOneLine() {
        byte[] xz = HexFormat.of().parseHex("fd377a585a00ffffffffffffffff");
        assertThrows(CaptureException.class, () -> peel(xz, new Diagnostics()));
    }
}
