// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast each dialect's reader turns bytes into events, sniffing included, ledgers not. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ReaderBenchmark {
    @Param({
        "samples/submount-fixed/guest.ftrace.gz",
        "samples/submount-fixed/virtiofsd.log.gz",
        "samples/gluster/gluster.fusedump.gz"
    })
    public String capture = "";

    private BigCapture big;

    @Setup
    public void setUp() throws IOException {
        big = new BigCapture(capture);
    }

    @Benchmark
    public long read(Counters counters) throws IOException {
        Event event = new Event();
        long events = 0;
        try (Capture open = big.open()) {
            while (open.reader().next(event)) {
                events++;
            }
        }
        counters.add(big.length(), events);
        return events;
    }
}
