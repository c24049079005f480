// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What JMH prints besides operations per second of wall time. The seconds here are those that the thread had the processor,
 * which do not depend on who else uses the machine.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Counters {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long bytes;
    private long events;
    private long startNs;

    /** JMH itself clears public fields only. */
    @Setup(Level.Iteration)
    public void clear() {
        bytes = 0;
        events = 0;
        startNs = THREADS.getCurrentThreadCpuTime();
    }

    void add(long moreBytes, long moreEvents) {
        bytes += moreBytes;
        events += moreEvents;
    }

    private double perSecond(double count) {
        return count / (THREADS.getCurrentThreadCpuTime() - startNs) * 1e9;
    }

    /** Bytes, in millions. */
    public double megabytesPerCpuSecond() {
        return perSecond(bytes / 1e6);
    }

    /** Events, in millions. */
    public double megaeventsPerCpuSecond() {
        return perSecond(events / 1e6);
    }
}
