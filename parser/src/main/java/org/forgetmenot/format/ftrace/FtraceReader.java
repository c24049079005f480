// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.kernel.EventBody;
import org.forgetmenot.format.kernel.KernelCapabilities;

/** Reads ftrace text line by line; allocates nothing per line. */
final class FtraceReader implements CaptureReader {
    private static final byte[] STACK_TRACE = ascii("<stack trace");
    private static final byte[] KERNEL_STACK = ascii("kernel_stack:");
    private static final byte[] LOST = ascii("LOST ");
    private static final byte[] DROPPED = ascii(" DROPPED]");
    private static final byte[] CPUS = ascii("cpus=");
    private static final byte[] VERSION = ascii("version = ");
    private static final byte[] CPU = ascii("CPU ");
    private static final byte[] EMPTY = ascii(" is empty");
    private static final byte[] LOST_PREFIX = ascii("CPU:");
    private static final byte[] ENTRIES = ascii("# entries-in-buffer/entries-written: ");

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LinePrefix prefix = new LinePrefix();
    private final EventBody body;
    private final StackBlock stack;
    private final KernelCapabilities seen = new KernelCapabilities();
    private final Cursor cursor = new Cursor();
    private boolean lineWaits;

    FtraceReader(LineReader lines, ReadContext context) {
        this.lines = lines;
        this.diagnostics = context.diagnostics();
        this.body = new EventBody(context.diagnostics());
        this.stack = new StackBlock(context);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (lineWaits || lines.next()) {
            boolean again = lineWaits;
            lineWaits = false;
            if (readLine(event, again)) {
                seen.saw(event);
                return true;
            }
        }
        if (stack.isOpen()) {
            emitStack(event);
            seen.saw(event);
            return true;
        }
        return false;
    }

    /** Reads the current line; true if it (or the stack that it ends) is an event. */
    private boolean readLine(Event event, boolean again) {
        byte[] bytes = lines.buffer();
        int start = lines.start();
        int end = lines.end();
        if (lines.isCut()) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
            return false;
        }
        int arrow = start < end && bytes[start] == ' ' ? start + 1 : start; // trace-cmd indents nothing
        if (arrow + 2 < end && bytes[arrow] == '=' && bytes[arrow + 1] == '>') {
            if (stack.isOpen()) {
                stack.frame(bytes, arrow + 2, end);
            }
            return false;
        }
        if (!again && !prefix.parse(bytes, start, end)) {
            return readOther(bytes, start, end, event);
        }
        if (stack.isOpen() && (prefix.pid() == stack.pid() || isStackTrace(bytes, prefix.bodyStart(), end))) {
            lineWaits = true;
            emitStack(event);
            return true;
        }
        return readEvent(bytes, prefix.bodyStart(), end, event);
    }

    /** {@code <stack trace>}, or trace-cmd's {@code kernel_stack: <stack trace >}. */
    private static boolean isStackTrace(byte[] bytes, int body, int end) {
        byte first = body < end ? bytes[body] : 0;
        if (first != '<' && first != 'k') {
            return false;
        }
        if (startsWith(bytes, body, end, KERNEL_STACK)) {
            int p = body + KERNEL_STACK.length;
            while (p < end && bytes[p] == ' ') {
                p++;
            }
            return startsWith(bytes, p, end, STACK_TRACE);
        }
        return startsWith(bytes, body, end, STACK_TRACE);
    }

    private void emitStack(Event event) {
        int index = stack.end();
        event.start(EventKind.KERNEL_STACK, stack.line()).pid(stack.pid()).cpu(stack.cpu());
        if (index >= 0) {
            event.stack(index);
        }
    }

    private boolean readEvent(byte[] bytes, int name, int end, Event event) {
        if (isStackTrace(bytes, name, end)) {
            stack.begin(prefix.pid(), prefix.cpu(), lines.line());
            return false;
        }
        if (!body.read(bytes, name, end, lines.line(), event)) {
            return false;
        }
        event.pid(prefix.pid()).cpu(prefix.cpu());
        event.task().set(bytes, prefix.taskStart(), prefix.taskEnd() - prefix.taskStart());
        if (prefix.hasTime()) {
            event.timeNs(prefix.timeNs());
        }
        return true;
    }

    /** Lines that are no events: the header, notes of lost events, and what does not belong here. */
    private boolean readOther(byte[] bytes, int start, int end, Event event) {
        if (start == end) {
            return false;
        }
        if (bytes[start] == '#') {
            return startsWith(bytes, start, end, ENTRIES) && readOverwritten(bytes, start + ENTRIES.length, end, event);
        }
        if (startsWith(bytes, start, end, LOST_PREFIX)) {
            return readLost(bytes, start, end, event);
        }
        if (!isReportHeader(bytes, start, end)) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
        }
        return false;
    }

    /** {@code cpus=2}; up to trace-cmd 3.0 also {@code version = 6} and {@code CPU 1 is empty}. */
    private static boolean isReportHeader(byte[] bytes, int start, int end) {
        return startsWith(bytes, start, end, CPUS)
                || startsWith(bytes, start, end, VERSION)
                || (startsWith(bytes, start, end, CPU) && indexOf(bytes, start, end, EMPTY) > 0);
    }

    /** {@code # entries-in-buffer/entries-written: 40190/2108316}: what is not in the buffer any more is lost history. */
    private boolean readOverwritten(byte[] bytes, int from, int end, Event event) {
        cursor.over(bytes, from, end);
        long kept = count();
        cursor.skip('/');
        long written = count();
        if (written <= kept) {
            return false;
        }
        diagnostics.report(DiagnosticCode.HISTORY_OVERWRITTEN, lines.line(), written - kept);
        event.start(EventKind.LOST, lines.line()).count(written - kept);
        return true;
    }

    /** {@code CPU:2 [LOST 11745 EVENTS]}, {@code CPU:1 [LOST EVENTS]}; trace-cmd: {@code CPU:0 [123 EVENTS DROPPED]}. */
    private boolean readLost(byte[] bytes, int start, int end, Event event) {
        int lost = indexOf(bytes, start, end, LOST);
        int dropped = indexOf(bytes, start, end, DROPPED);
        if (lost < 0 && dropped < 0) {
            return false;
        }
        event.start(EventKind.LOST, lines.line());
        cursor.over(bytes, start, end).skipPast("[");
        cursor.skip("LOST ");
        long count = count();
        boolean known = count >= 0;
        if (known) {
            event.count(count);
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, lines.line(), known ? Math.max(count, 1) : 1);
        return true;
    }

    /** Passes a number; -1 if there is none that any buffer could have counted. */
    private long count() {
        return cursor.unsigned() && cursor.value() >= 0 ? cursor.value() : -1;
    }

    @Override
    public Set<Capability> capabilities() {
        return seen.capabilities();
    }

    private static boolean startsWith(byte[] bytes, int from, int end, byte[] word) {
        return end - from >= word.length && indexOf(bytes, from, from + word.length, word) == from;
    }

    private static int indexOf(byte[] bytes, int from, int end, byte[] word) {
        for (int p = from; p + word.length <= end; p++) {
            int i = 0;
            while (i < word.length && bytes[p + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return p;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
