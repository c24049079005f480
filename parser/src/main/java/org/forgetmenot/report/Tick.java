// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

/** How fine a clock is, by the times that it told: the greatest power of ten that divides them all, up to a second. */
final class Tick {
    private static final long SECOND_NS = 1_000_000_000;

    private long ns = SECOND_NS;
    private boolean told;

    void tell(long timeNs) {
        told = true;
        while (timeNs % ns != 0) {
            ns /= 10;
        }
    }

    /** In nanoseconds; 0 if it told no time. */
    long ns() {
        return told ? ns : 0;
    }
}
