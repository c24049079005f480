// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

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
 * The text that the kernel's tracefs prints ({@code trace}, {@code trace_pipe}), and what {@code trace-cmd report} makes of
 * it: kprobe events on fuse functions and the kernel's own {@code fuse_request_send/end}.
 *
 * <p>Layout of a line: {@code TASK-PID [(TGID)] [CPU] [FLAGS] SEC.USEC: NAME: BODY} (kernel/trace/trace_output.c,
 * trace_print_context).
 */
public final class FtraceFormat extends TextFormat {
    private static final Pattern HEADER = Pattern.compile("\\A\\s*+(?:# tracer: (?!function_graph)|cpus=\\d+\\R)");
    private static final Pattern EVENT = Pattern.compile(
            "^.{1,40}-\\d+ +(?:(?:\\( *[\\d-]+\\) +)?\\[\\d{3,}\\] +(?:\\S{4,8} +)?|\\d{1,5}[^\\s\\d]\\S{3,5} +)"
                    + "\\d+(?:\\.\\d{6,9}|us.?)?: +(?:\\([+-]\\d+\\) +)?[^ :]+:",
            Pattern.MULTILINE);

    public FtraceFormat() {
        super(
                "ftrace",
                "ftrace text",
                "'# tracer:' or lines such as 'ls-93 [001] ..... 3.66: iget: (fuse_iget+0x0/0x1c0)'",
                KernelCapabilities.atBest());
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return prefix.contains(HEADER) || (prefix.isText() && prefix.contains(EVENT)) ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new FtraceReader(new LineReader(in, context.diagnostics()), context);
    }
}
