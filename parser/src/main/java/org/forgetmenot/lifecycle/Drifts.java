// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;

/**
 * FORGETs that one side of a run saw and the other did not, although its capture goes on for long enough before and after:
 * those that the end of a capture cuts off say nothing.
 */
final class Drifts {
    private static final int SUSPECTS_MAX = 1000;

    private record Suspect(Drift drift, long commonNs) {}

    private final long horizonNs;
    private final List<Suspect> suspects = new ArrayList<>();
    private long agreed;
    private long kernelFirstNs = Long.MAX_VALUE;
    private long kernelLastNs = Long.MIN_VALUE;
    private long serverFirstNs = Long.MAX_VALUE;
    private long serverLastNs = Long.MIN_VALUE;

    /**
     * @param horizonNs how long after one side has seen a FORGET the other may see it
     */
    Drifts(long horizonNs) {
        this.horizonNs = horizonNs;
    }

    void kernelAt(long commonNs) {
        kernelFirstNs = Math.min(kernelFirstNs, commonNs);
        kernelLastNs = commonNs;
    }

    void serverAt(long commonNs) {
        serverFirstNs = Math.min(serverFirstNs, commonNs);
        serverLastNs = commonNs;
    }

    /** Both sides saw a FORGET. */
    void agreed() {
        agreed++;
    }

    void suspect(Drift drift, long commonNs) {
        if (suspects.size() < SUSPECTS_MAX) {
            suspects.add(new Suspect(drift, commonNs));
        }
    }

    /** Those that no end of a capture explains. */
    List<Drift> certain() {
        if (agreed == 0) {
            return List.of(); // the two captures show FORGETs in ways that do not compare
        }
        return suspects.stream().filter(this::isWithinBoth).map(Suspect::drift).toList();
    }

    private boolean isWithinBoth(Suspect suspect) {
        long firstNs = suspect.drift().kernelSide() ? serverFirstNs : kernelFirstNs;
        long lastNs = suspect.drift().kernelSide() ? serverLastNs : kernelLastNs;
        return suspect.commonNs() - firstNs >= horizonNs && lastNs - suspect.commonNs() >= horizonNs;
    }
}
