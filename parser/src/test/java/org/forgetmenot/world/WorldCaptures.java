// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.stream.LongStream;

/** Captures of the world for tests of other modules. */
public final class WorldCaptures {
    private static final long SEEDS = 200;

    private WorldCaptures() {}

    /**
     * The capture of a session in which a fault happened for everybody to see: recorded as a whole, by one recorder.
     *
     * @param fault name of a class of finding, such as {@code lookup-leak}
     * @param steps at least so much goes on in it
     */
    public static byte[] of(String fault, int steps) {
        Fault asked = List.of(Fault.values()).stream()
                .filter(f -> f.code().equals(fault))
                .findFirst()
                .orElseThrow();
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Session.faulty(seed, asked))
                .filter(session -> session.isWhole() && session.script().steps().size() >= steps)
                .map(Session::play)
                .filter(played -> played.plant().isConfirmed() && played.files().size() == 1)
                .findFirst()
                .orElseThrow()
                .files()
                .get(0)
                .bytes();
    }
}
