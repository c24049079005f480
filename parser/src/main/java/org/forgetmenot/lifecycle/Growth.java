// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

/**
 * How a number grew over the capture, in at most {@value #SAMPLES} samples: when there is no more room, every other sample
 * goes and the distance between them doubles.
 */
public final class Growth {
    static final int SAMPLES = 64;
    private static final int PARTS = 8;
    /** Fewer events than this show no trend. */
    private static final long EVENTS_MIN = 100_000;
    /** A number below this is worth nobody's attention. */
    private static final long LEAST = 10_000;

    private final long[] samples = new long[SAMPLES];
    private int count;
    private long stride = 64;
    private long events;

    void sample(long value) {
        if (++events % stride != 0) {
            return;
        }
        if (count == SAMPLES) {
            for (int i = 0; i < SAMPLES / 2; i++) {
                samples[i] = samples[2 * i + 1];
            }
            count = SAMPLES / 2;
            stride *= 2;
            if (events % stride != 0) {
                return;
            }
        }
        samples[count++] = value;
    }

    /** Whether it rose from each eighth of the capture to the next, to a number that matters. */
    public boolean isSteady() {
        if (events < EVENTS_MIN || count < PARTS || samples[count - 1] < LEAST) {
            return false;
        }
        long mostBefore = Long.MIN_VALUE;
        for (int part = 0; part < PARTS; part++) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int i = part * count / PARTS; i < (part + 1) * count / PARTS; i++) {
                least = Math.min(least, samples[i]);
                most = Math.max(most, samples[i]);
            }
            if (least <= mostBefore) {
                return false;
            }
            mostBefore = most;
        }
        return true;
    }

    /** The last sample. */
    public long last() {
        return count == 0 ? 0 : samples[count - 1];
    }
}
