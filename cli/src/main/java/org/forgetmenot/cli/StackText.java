// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.List;

/** A kernel stack in two lines at most: both of its ends matter, its middle hardly ever. */
final class StackText {
    private static final int LINES_MAX = 2;
    private static final int INNER_FRAMES = 3;
    private static final String ARROW = " < ";
    private static final String LEFT_OUT = "...";

    private StackText() {}

    /**
     * Shortens a stack.
     *
     * @param frames function names, innermost first
     * @param width columns of one line
     * @return innermost first, empty if nothing is left to show
     */
    static String shortened(List<String> frames, int width) {
        List<String> kept = new ArrayList<>();
        for (String frame : frames) {
            String name = name(frame);
            if (!isMachinery(name)) {
                kept.add(name);
            }
        }
        int inner = Math.min(INNER_FRAMES, kept.size());
        int outer = kept.size() - inner;
        String text = String.join(ARROW, kept);
        while (lines(text, width) > LINES_MAX && outer > 1) {
            outer--;
            List<String> shown = new ArrayList<>(kept.subList(0, inner));
            shown.add(LEFT_OUT);
            shown.addAll(kept.subList(kept.size() - outer, kept.size()));
            text = String.join(ARROW, shown);
        }
        return text;
    }

    private static int lines(String text, int width) {
        int lines = 1;
        int columns = 0;
        for (String word : text.split(" ", -1)) {
            if (columns > 0 && columns + 1 + word.length() > width) {
                lines++;
                columns = 0;
            }
            columns += word.length() + (columns > 0 ? 1 : 0);
        }
        return lines;
    }

    /** The function's own name, without offset and compiler suffix. */
    private static String name(String frame) {
        int end = frame.indexOf('+') > 0 ? frame.indexOf('+') : frame.length();
        int dot = frame.indexOf('.');
        return frame.substring(0, dot > 0 && dot < end ? dot : end);
    }

    /** The recorder's own frames, bare addresses, and the way into the kernel that every system call shares. */
    private static boolean isMachinery(String name) {
        return name.startsWith("0x")
                || name.startsWith("kprobe_")
                || name.startsWith("kretprobe_")
                || name.startsWith("ftrace_")
                || name.startsWith("entry_SYSCALL")
                || name.startsWith("ret_from_fork")
                || name.equals("do_syscall_64")
                || name.equals("x64_sys_call")
                || name.equals("el0_svc")
                || name.equals("ksys_write")
                || name.equals("vfs_write");
    }
}
