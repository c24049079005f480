// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this process may have: a server of many files needs one for each that its client knows. */
public final class OpenFilesLimit {
    /** What servers ask for; the kernel's own default for {@code fs.nr_open}. */
    private static final long WANTED = 1 << 20;

    private static final int RLIMIT_NOFILE = 7;
    private static final Path NR_OPEN = Path.of("/proc/sys/fs/nr_open");

    private OpenFilesLimit() {}

    /** Raises the limit as far as this user may, and returns what it is now; 0 if nobody knows. */
    public static long raise() {
        try (Memory limit = new Memory(2L * Long.BYTES)) {
            long address = Pointer.nativeValue(limit);
            if (LibC.getrlimit(RLIMIT_NOFILE, address) != 0) {
                return 0;
            }
            long soft = limit.getLong(0);
            long hard = limit.getLong(Long.BYTES);
            long most = Long.compareUnsigned(hard, most()) > 0 ? hard : most(); // one without end is the largest number
            return set(limit, most, most) ? most : set(limit, hard, hard) ? hard : soft;
        }
    }

    private static boolean set(Memory limit, long soft, long hard) {
        limit.setLong(0, soft);
        limit.setLong(Long.BYTES, hard);
        return LibC.setrlimit(RLIMIT_NOFILE, Pointer.nativeValue(limit)) == 0;
    }

    private static long most() {
        try {
            String text = Files.readString(NR_OPEN, StandardCharsets.US_ASCII).strip();
            return Math.min(WANTED, Long.parseLong(text));
        } catch (IOException | NumberFormatException e) {
            return WANTED; // the kernel refuses what is too much
        }
    }
}
