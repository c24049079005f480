// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.kernel.KernelStack;

/** Gathers the {@code  => function} lines of one stack, which lines of other processors may cut apart. */
final class StackBlock {
    private final KernelStack stack;
    private boolean open;
    private int pid;
    private int cpu;
    private long line;

    StackBlock(ReadContext context) {
        this.stack = new KernelStack(context);
    }

    void begin(int pid, int cpu, long line) {
        this.pid = pid;
        this.cpu = cpu;
        this.line = line;
        stack.begin();
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
        stack.frame(bytes, from, end);
    }

    /** Ends the block; returns its index among the capture's stacks, or -1. */
    int end() {
        open = false;
        return stack.end(line);
    }
}
