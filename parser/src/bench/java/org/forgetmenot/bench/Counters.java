// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH prints besides operations per second. */
@AuxCounters
@State(Scope.Thread)
public class Counters {
    private long bytes;
    private long events;

    /** JMH itself clears public fields only. */
    @Setup(Level.Iteration)
    public void clear() {
        bytes = 0;
        events = 0;
    }

    void add(long moreBytes, long moreEvents) {
        bytes += moreBytes;
        events += moreEvents;
    }

    /** Bytes, in millions. */
    public double megabytes() {
        return bytes / 1e6;
    }

    public long events() {
        return events;
    }
}
