// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.perf;

import java.io.IOException;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.kernel.EventBody;
import org.forgetmenot.format.kernel.KernelCapabilities;
import org.forgetmenot.format.kernel.KernelStack;

/** Reads the lines of {@code perf script}; allocates nothing per line. */
final class PerfReader implements CaptureReader {
    private static final String LOST = "PERF_RECORD_LOST";
    private static final String LOST_COUNT = "lost ";
    /** Of an address with all its bits; perf prints no leading zeroes. */
    private static final int ADDRESS_DIGITS = 16;
    /** Longer counts than this are no count. */
    private static final int COUNT_DIGITS_MAX = 18;

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final PerfLine prefix = new PerfLine();
    private final EventBody body;
    private final KernelStack stack;
    private final KernelCapabilities seen = new KernelCapabilities();
    /** Whether the last event is one of ours, so that the call chain below it is of interest. */
    private boolean ours;

    private int pid;
    /** -1 if it is not printed. */
    private int cpu;

    private long stackLine;
    private boolean waits;

    PerfReader(LineReader lines, ReadContext context) {
        this.lines = lines;
        this.diagnostics = context.diagnostics();
        this.body = new EventBody(context.diagnostics());
        this.stack = new KernelStack(context);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (waits || lines.next()) {
            waits = false;
            if (readLine(event)) {
                seen.saw(event);
                return true;
            }
        }
        if (stackLine != 0) {
            emitStack(event);
            seen.saw(event);
            return true;
        }
        return false;
    }

    private boolean readLine(Event event) {
        byte[] bytes = lines.buffer();
        int start = lines.start();
        int end = lines.end();
        if (lines.isCut()) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
            return false;
        }
        if (isFrame(bytes, start, end)) {
            if (ours) {
                readFrame(bytes, start + 1, end);
            }
            return false;
        }
        if (stackLine != 0) {
            waits = true;
            emitStack(event);
            return true;
        }
        ours = false;
        if (start == end || bytes[start] == '#') {
            return false;
        }
        if (!prefix.parse(bytes, start, end)) {
            return readOther(bytes, start, end, event);
        }
        ours = readEvent(bytes, prefix.bodyStart(), end, event);
        return ours || readOther(bytes, prefix.bodyStart(), end, event);
    }

    /** {@code SYSTEM:NAME: BODY}. */
    private boolean readEvent(byte[] bytes, int from, int end, Event event) {
        int system = Ascii.indexOf(bytes, from, end, ':');
        if (system < 0 || !body.read(bytes, system + 1, end, lines.line(), event)) {
            return false;
        }
        pid = prefix.pid();
        cpu = prefix.hasCpu() ? prefix.cpu() : -1;
        event.pid(pid).timeNs(prefix.timeNs());
        if (cpu >= 0) {
            event.cpu(cpu);
        }
        event.task().set(bytes, prefix.taskStart(), prefix.taskEnd() - prefix.taskStart());
        return true;
    }

    /** {@code ffffffff8147ab1a fuse_evict_inode+0x12 ([fuse])}; the address tells the kernel's from those of user space. */
    private void readFrame(byte[] bytes, int from, int end) {
        int address = PerfLine.blanks(bytes, from, end);
        int name = PerfLine.blanks(bytes, Math.max(address, indexOfBlank(bytes, address, end)), end);
        int stop = name;
        while (stop < end && bytes[stop] != ' ' && bytes[stop] != '+') {
            stop++;
        }
        if (stop == name || bytes[name] == '[' || !isOfKernel(bytes, address, name)) {
            return;
        }
        if (stackLine == 0) {
            stackLine = lines.line();
            stack.begin();
        }
        stack.frame(bytes, name, stop);
    }

    /** Frames are indented by a tab, of which pasting may make blanks. */
    private boolean isFrame(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '\t') {
            return true;
        }
        int address = PerfLine.blanks(bytes, start, end);
        return address > start
                && address < end
                && (isOfKernel(bytes, address, end) || (stackLine != 0 && !prefix.parse(bytes, start, end)));
    }

    /** The kernel's half of the addresses begins with a bit that is set, on 64-bit machines (others have no probes of fuse). */
    private static boolean isOfKernel(byte[] bytes, int address, int end) {
        if (end - address <= ADDRESS_DIGITS || bytes[address + ADDRESS_DIGITS] != ' ') {
            return false;
        }
        for (int i = address; i < address + ADDRESS_DIGITS; i++) {
            if (Ascii.hexDigit(bytes[i]) < 0) {
                return false;
            }
        }
        return Ascii.hexDigit(bytes[address]) >= 8;
    }

    private static int indexOfBlank(byte[] bytes, int from, int end) {
        int blank = Ascii.indexOf(bytes, from, end, ' ');
        return blank < 0 ? end : blank;
    }

    private void emitStack(Event event) {
        event.start(EventKind.KERNEL_STACK, stackLine).pid(pid);
        if (cpu >= 0) {
            event.cpu(cpu);
        }
        int index = stack.end(stackLine);
        if (index >= 0) {
            event.stack(index);
        }
        stackLine = 0;
        ours = false;
    }

    /** {@code PERF_RECORD_LOST lost 12}, which {@code --show-lost-events} prints; events of others are passed over. */
    private boolean readOther(byte[] bytes, int from, int end, Event event) {
        int lost = Ascii.indexOf(bytes, from, end, LOST);
        if (lost < 0) {
            if (from == lines.start()) {
                diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
            }
            return false;
        }
        event.start(EventKind.LOST, lines.line());
        int at = Ascii.indexOf(bytes, lost + LOST.length(), end, LOST_COUNT);
        long count = 0;
        int digits = 0;
        for (int p = at + LOST_COUNT.length(); at >= 0 && p < end && Ascii.isDigit(bytes[p]); p++) {
            count = digits++ < COUNT_DIGITS_MAX ? count * 10 + (bytes[p] - '0') : count;
        }
        if (digits > 0) {
            event.count(count);
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, lines.line(), Math.max(count, 1));
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        return seen.capabilities();
    }
}
