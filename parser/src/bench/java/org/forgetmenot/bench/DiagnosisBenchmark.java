// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How fast a whole diagnosis is: reader, tallies, ledgers and findings. */
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DiagnosisBenchmark {
    @Benchmark
    public Diagnosis diagnose(BigCapture big, Counters counters) throws IOException {
        try (Capture open = big.open()) {
            Diagnosis diagnosis = Analysis.diagnose(List.of(open));
            counters.add(big.length(), diagnosis.inputs().get(0).events());
            return diagnosis;
        }
    }
}
