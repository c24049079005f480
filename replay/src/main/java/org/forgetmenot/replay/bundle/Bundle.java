// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.forgetmenot.format.CaptureException;

/** A zip file with a minimal capture in it, and what was said of the whole one. */
public final class Bundle {
    /** The entry with the minimal capture. */
    public static final String CAPTURE = "capture.ndjson";

    /** Of the capture in a bundle that somebody sent: minimal ones have a few kilobytes. */
    private static final int CAPTURE_BYTES_MAX = 256 << 20;

    private static final byte[] MAGIC = {'P', 'K', 3, 4};

    private Bundle() {}

    /** Writes entries in their order; the same ones make the same bytes. */
    public static void write(OutputStream out, Map<String, byte[]> entries) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, byte[]> file : entries.entrySet()) {
            ZipEntry entry = new ZipEntry(file.getKey());
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(file.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Whether a file is a zip file, by its first bytes. */
    public static boolean isBundle(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Takes the capture out of a bundle.
     *
     * @param to a file that is written over
     * @throws CaptureException if there is none in it, or more than any minimal capture has
     */
    public static void extract(Path bundle, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            ZipEntry entry = zip.getEntry(CAPTURE);
            if (entry == null) {
                throw new CaptureException(bundle + ": is no bundle: there is no " + CAPTURE + " in it");
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(to)) {
                byte[] capture = in.readNBytes(CAPTURE_BYTES_MAX + 1);
                if (capture.length > CAPTURE_BYTES_MAX) {
                    throw new CaptureException(bundle + ": its " + CAPTURE + " has more than " + CAPTURE_BYTES_MAX
                            + " bytes, which no minimal capture has");
                }
                out.write(capture);
            }
        } catch (ZipException e) {
            throw new CaptureException(bundle + ": is damaged: " + e.getMessage(), e);
        }
    }
}
