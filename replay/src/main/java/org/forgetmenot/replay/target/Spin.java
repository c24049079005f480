// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

/** Looking for an answer again and again before going to sleep: waking up on another CPU costs more. */
final class Spin {
    private static final long LONGEST_NS = 60_000;
    /** On a single CPU the server could not answer meanwhile. */
    private static final boolean IS_ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private static final int NS_PER_MS = 1_000_000;

    private Spin() {}

    /** Whether to look once more after so long. */
    static boolean isWorthwhile(long waitedNs) {
        if (IS_ALONE || waitedNs >= LONGEST_NS) {
            return false;
        }
        Thread.onSpinWait();
        return true;
    }

    /** For how long to sleep if so much time is left, in milliseconds: no less. */
    static int sleepMs(long leftNs) {
        return (int) (leftNs / NS_PER_MS) + 1;
    }
}
