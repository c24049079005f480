// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.ReadContext;

/** Gathers the {@code  => function} lines of one stack, which lines of other processors may cut apart. */
final class StackBlock {
    /** What the probe itself puts above the probed function. */
    private static final Set<String> MACHINERY = Set.of(
            "kprobe_trace_func",
            "kprobe_dispatcher",
            "kprobe_ftrace_handler",
            "kprobe_perf_func",
            "aggr_pre_handler",
            "opt_pre_handler",
            "optimized_callback",
            "kprobe_int3_handler",
            "do_int3",
            "exc_int3",
            "asm_exc_int3",
            "arch_ftrace_ops_list_func",
            "ftrace_ops_list_func",
            "ftrace_call",
            "ftrace_regs_call",
            "ftrace_regs_caller_end",
            "ftrace_trampoline");

    private static final int BYTES_MAX = 32 * 1024;

    private final ReadContext context;
    private byte[] frames = new byte[2048];
    private int length;
    private boolean open;
    private int pid;
    private int cpu;
    private long line;

    StackBlock(ReadContext context) {
        this.context = context;
    }

    void begin(int pid, int cpu, long line) {
        this.pid = pid;
        this.cpu = cpu;
        this.line = line;
        length = 0;
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    int pid() {
        return pid;
    }

    int cpu() {
        return cpu;
    }

    long line() {
        return line;
    }

    /** Adds the line {@code " => function+0x12/0x34 [module]"}; {@code from} is just behind the arrow. */
    void frame(byte[] bytes, int from, int end) {
        int size = end - from + 1;
        if (length + size > BYTES_MAX) {
            return;
        }
        if (length + size > frames.length) {
            frames = Arrays.copyOf(frames, Math.max(length + size, frames.length * 2));
        }
        System.arraycopy(bytes, from, frames, length, size - 1);
        length += size;
        frames[length - 1] = '\n';
    }

    /** Ends the block; returns its index in {@link Stacks}, or -1. */
    int end() {
        open = false;
        long hash = Ascii.hash(frames, 0, length);
        Stacks stacks = context.stacks();
        int index = stacks.find(hash);
        if (index < 0) {
            index = stacks.add(hash, functions());
            if (index < 0) {
                context.diagnostics().report(DiagnosticCode.STACKS_TOO_MANY, line);
            }
        }
        return index;
    }

    private List<String> functions() {
        Text text = new Text();
        text.set(frames, 0, length);
        List<String> functions = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < length && functions.size() < Stacks.FRAMES_MAX; i++) {
            if (frames[i] == '\n') {
                int start = from;
                while (start < i && frames[start] == ' ') {
                    start++;
                }
                int stop = start;
                while (stop < i && frames[stop] != ' ' && frames[stop] != '+') {
                    stop++;
                }
                String function = new String(frames, start, stop - start, StandardCharsets.US_ASCII);
                if (!functions.isEmpty() || !isMachinery(function)) {
                    text.set(frames, start, stop - start);
                    functions.add(text.toString());
                }
                from = i + 1;
            }
        }
        return functions;
    }

    private static boolean isMachinery(String function) {
        return function.isEmpty()
                || MACHINERY.contains(function)
                || function.startsWith("trace_event_raw_event_")
                || Probes.isAddress(function);
    }
}
