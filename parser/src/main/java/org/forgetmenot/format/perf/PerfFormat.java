// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import java.io.InputStream;
import java.util.regex.Pattern;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.TextFormat;
import org.forgetmenot.format.kernel.KernelCapabilities;

/**
 * What {@code perf script} prints of recorded tracepoints and probes: {@code TASK PID[/TID] [CPU] SEC.USEC: SYSTEM:NAME: BODY},
 * each followed by its call chain if one was recorded (tools/perf/builtin-script.c).
 */
public final class PerfFormat extends TextFormat {
    private static final Pattern EVENT = Pattern.compile(
            "^(?:.{1,40} )?\\d+(?:/\\d+)? +(?:\\[\\d{3,}\\] +)?\\d+\\.\\d{6,9}: +[\\w-]+:[\\w-]+: ", Pattern.MULTILINE);

    public PerfFormat() {
        super(
                "perf",
                "perf script text",
                "lines such as 'ls 93 [001] 3.661234: probe:fuse_iget: (ffffffffa000ef20)'",
                KernelCapabilities.atBest());
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return yesIf(prefix, EVENT);
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new PerfReader(new LineReader(in, context.diagnostics()), context);
    }
}
