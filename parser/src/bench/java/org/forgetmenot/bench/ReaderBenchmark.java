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
import org.openjdk.jmh.annotations.Warmup;

/** How fast each dialect's reader turns bytes into events: neither sniffing nor ledgers are measured. */
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ReaderBenchmark {
    @Benchmark
    public long read(BigCapture big, Counters counters) throws IOException {
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
