// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;

/**
 * Asks a mounted filesystem for attributes and for a name that is not there, as often as it can: round trips through the kernel,
 * if the server lets nothing be cached. Whatever the server, it is the same client.
 *
 * <p>Arguments: a file in the mount, and for how many seconds each.
 */
public final class MountSpeed {
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int BATCH = 1000;
    /** For both, client and server, to compile what they run. */
    private static final int WARM_S = 3;

    private static final double NS_PER_S = 1e9;

    private MountSpeed() {}

    public static void main(String[] args) {
        Scratch scratch = Scratch.get();
        byte[] path = args[0].getBytes(StandardCharsets.UTF_8);
        int fd = LibC.open(scratch.path(path), LibC.O_PATH, 0);
        int directory = LibC.open(
                scratch.path(args[0].substring(0, args[0].lastIndexOf('/')).getBytes(StandardCharsets.UTF_8)),
                LibC.O_PATH,
                0);
        if (fd < 0 || directory < 0) {
            throw new IllegalArgumentException("cannot open " + args[0]);
        }
        long seconds = Long.parseLong(args[1]);
        byte[] name = args[0].substring(args[0].lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
        byte[] none = "none".getBytes(StandardCharsets.US_ASCII);
        Runnable getattr =
                () -> LibC.statx(fd, scratch.emptyPath(), LibC.AT_EMPTY_PATH, STATX_BASIC_STATS, scratch.struct());
        Runnable lookup = () ->
                LibC.statx(directory, scratch.path(name), LibC.AT_STATX_DONT_SYNC, STATX_BASIC_STATS, scratch.struct());
        Runnable absent = () -> LibC.statx(directory, scratch.path(none), 0, STATX_BASIC_STATS, scratch.struct());
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("GETATTR", getattr);
        calls.put("LOOKUP", lookup);
        calls.put("LOOKUP of no name", absent);
        calls.values().forEach(call -> rate(call, WARM_S));
        calls.forEach((what, call) -> System.out.printf("%s %.0f/s%n", what, rate(call, seconds)));
    }

    private static double rate(Runnable call, long seconds) {
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < seconds * NS_PER_S) {
            for (int i = 0; i < BATCH; i++) {
                call.run();
            }
            count += BATCH;
        }
        return count / ((System.nanoTime() - begin) / NS_PER_S);
    }
}
