// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Makes a big capture of a small one: {@code Repeat CAPTURE BYTES OUT} writes whole repetitions until OUT has at least BYTES.
 *
 * <p>Each repetition comes later and has other uniques and nodeids (all but 0 and 1) than those before it. Superblock pointers, device
 * numbers, inode addresses and pids come again, as they do when a filesystem is mounted, used and unmounted over and over.
 */
public final class Repeat {
    private static final byte TRACE_DAT = 0x17;

    private Repeat() {}

    /** One capture that can be written again and again. */
    interface Repeatable {
        /** Writes repetition {@code round}, the first one is 0, and returns how many bytes that were. */
        long write(OutputStream out, int round) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: Repeat CAPTURE BYTES OUT");
            System.exit(64);
        }
        long wanted = Long.parseLong(args[1]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[2])), 1 << 20)) {
            int rounds = write(Path.of(args[0]), wanted, out);
            System.err.println(rounds + " repetitions");
        }
    }

    static int write(Path capture, long wanted, OutputStream out) throws IOException {
        byte[] bytes = read(capture);
        if (bytes[0] == TRACE_DAT) {
            return new RepeatTraceDat(bytes).write(wanted, out);
        }
        Repeatable repeatable = bytes[0] == 'R' ? new RepeatFusedump(bytes) : new RepeatText(bytes);
        int round = 0;
        for (long written = 0; written < wanted; round++) {
            written += repeatable.write(out, round);
        }
        return round;
    }

    private static byte[] read(Path capture) throws IOException {
        boolean gzip = capture.toString().endsWith(".gz");
        try (InputStream file = new FileInputStream(capture.toFile());
                InputStream in = gzip ? new GZIPInputStream(file) : file) {
            return in.readAllBytes();
        }
    }
}
