// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.ReadContext;

/** Reads ftrace text line by line; allocates nothing per line. */
final class FtraceReader implements CaptureReader {
    private static final byte[] STACK_TRACE = ascii("<stack trace");
    private static final byte[] KERNEL_STACK = ascii("kernel_stack:");
    private static final byte[] LOST = ascii("LOST ");
    private static final byte[] DROPPED = ascii(" DROPPED]");
    private static final byte[] ENTRIES = ascii("# entries-in-buffer/entries-written: ");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] REQ = ascii("req");
    private static final byte[] REQ_FIELD = ascii("unique");
    private static final byte[] OPCODE = ascii("opcode");
    private static final byte[] LEN = ascii("len");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] MTK_NODEID = ascii("nodeid =");
    private static final byte[] MTK_NLOOKUP = ascii(", nlookup =");

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final LinePrefix prefix = new LinePrefix();
    private final ProbeHeads heads = new ProbeHeads();
    private final Probes probes = new Probes();
    private final ProbeArguments arguments = new ProbeArguments();
    private final StackBlock stack;
    private final EnumSet<EventKind> seen = EnumSet.noneOf(EventKind.class);
    private boolean sawTime;
    private boolean sawUnique;
    private boolean lineWaits;

    FtraceReader(LineReader lines, ReadContext context) {
        this.lines = lines;
        this.diagnostics = context.diagnostics();
        this.stack = new StackBlock(context);
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (lineWaits || lines.next()) {
            boolean again = lineWaits;
            lineWaits = false;
            if (readLine(event, again)) {
                seen.add(event.kind());
                return true;
            }
        }
        if (stack.isOpen()) {
            emitStack(event);
            seen.add(EventKind.KERNEL_STACK);
            return true;
        }
        return false;
    }

    /** Reads the current line; true if it (or the stack that it ends) is an event. */
    private boolean readLine(Event event, boolean again) {
        byte[] bytes = lines.buffer();
        int start = lines.start();
        int end = lines.end();
        int arrow = start < end && bytes[start] == ' ' ? start + 1 : start; // trace-cmd indents nothing
        if (arrow + 2 < end && bytes[arrow] == '=' && bytes[arrow + 1] == '>') {
            if (stack.isOpen()) {
                stack.frame(bytes, arrow + 2, end);
            }
            return false;
        }
        if (lines.isCut()) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, lines.line());
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

    private boolean readEvent(byte[] bytes, int body, int end, Event event) {
        int bracket = Ascii.indexOf(bytes, body, end, ')');
        ProbeHeads.Head head = bracket < 0 ? null : heads.find(bytes, body, bracket);
        boolean emitted = head != null
                ? readProbe(bytes, bracket, end, head.kind(), head.caller(), event)
                : readUnknown(bytes, body, bracket, end, event);
        if (emitted) {
            event.pid(prefix.pid()).cpu(prefix.cpu());
            event.task().set(bytes, prefix.taskStart(), prefix.taskEnd() - prefix.taskStart());
            if (prefix.hasTime()) {
                event.timeNs(prefix.timeNs());
                sawTime = true;
            }
        }
        return emitted;
    }

    /** Reads what no line before began with, or what is no probe. */
    private boolean readUnknown(byte[] bytes, int body, int bracket, int end, Event event) {
        int nameEnd = body;
        while (nameEnd < end && bytes[nameEnd] != ':') {
            nameEnd++;
        }
        if (isStackTrace(bytes, body, end)) {
            stack.begin(prefix.pid(), prefix.cpu(), lines.line());
            return false;
        }
        if (nameEnd == end) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
            return false;
        }
        int p = nameEnd + 1;
        while (p < end && bytes[p] == ' ') {
            p++;
        }
        return p < end && bytes[p] == '('
                ? readNewProbe(bytes, body, nameEnd, p + 1, bracket, end, event)
                : readTracepoint(bytes, body, nameEnd, p, end, event);
    }

    /** Reads {@code (function+0x0/0x10 [module]) a=1} or {@code (caller+0x1/0x2 <- function) a=1}; from behind the bracket. */
    private boolean readNewProbe(byte[] bytes, int name, int nameEnd, int from, int bracket, int end, Event event) {
        int symbolEnd = symbolEnd(bytes, from, end);
        int p = symbolEnd;
        int functionStart = from;
        int functionEnd = symbolEnd;
        boolean isReturn = false;
        while (p < end && bytes[p] != ')') {
            if (bytes[p] == '<' && p + 2 < end && bytes[p + 1] == '-') {
                isReturn = true;
                functionStart = p + 3;
                functionEnd = symbolEnd(bytes, functionStart, end);
                p = functionEnd;
            } else {
                p++;
            }
        }
        if (p >= end) {
            diagnostics.report(DiagnosticCode.LINE_DAMAGED, lines.line());
            return false;
        }
        EventKind kind = probes.probe(bytes, name, nameEnd, functionStart, functionEnd, isReturn);
        int caller =
                isReturn && kind != EventKind.OTHER ? probes.caller(bytes, from, symbolEnd) : KernelFunction.UNKNOWN;
        if (p == bracket) {
            heads.add(bytes, name, bracket, kind, caller);
        }
        return readProbe(bytes, p, end, kind, caller, event);
    }

    private boolean readProbe(byte[] bytes, int bracket, int end, EventKind kind, int caller, Event event) {
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, lines.line());
        if (caller != KernelFunction.UNKNOWN) {
            event.caller(caller);
        }
        int unreadable = arguments.read(bytes, bracket + 1, end, event);
        if (unreadable > 0) {
            diagnostics.report(DiagnosticCode.PROBE_VALUE_UNREADABLE, lines.line(), unreadable);
        }
        return true;
    }

    private static int symbolEnd(byte[] bytes, int from, int end) {
        int p = from;
        while (p < end && bytes[p] != '+' && bytes[p] != ' ' && bytes[p] != ')') {
            p++;
        }
        return p;
    }

    private boolean readTracepoint(byte[] bytes, int name, int nameEnd, int from, int end, Event event) {
        EventKind kind = probes.tracepoint(bytes, name, nameEnd);
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, lines.line());
        if (kind == EventKind.MARKER) {
            event.name().set(bytes, from, end - from);
            return true;
        }
        if (kind == EventKind.KERNEL_FORGET) {
            return readMtkForget(bytes, from, end, event);
        }
        int p = from;
        if (arguments.numberAfter(bytes, p, end, CONNECTION)) {
            event.connection(arguments.number());
            p = arguments.end();
        }
        if (arguments.numberAfter(bytes, p, end, REQ) || arguments.numberAfter(bytes, p, end, REQ_FIELD)) {
            // virtio-fs assigns the unique later and prints 0 here
            if (arguments.number() != 0) {
                event.unique(arguments.number() & Long.MAX_VALUE);
                sawUnique = true;
            }
            p = arguments.end();
        }
        if (kind == EventKind.KERNEL_SEND && arguments.numberAfter(bytes, p, end, OPCODE)) {
            event.opcode((int) arguments.number());
            p = arguments.end();
        }
        if (arguments.numberAfter(bytes, p, end, LEN)) {
            event.sizeBytes(arguments.number());
            p = arguments.end();
        }
        if (kind == EventKind.KERNEL_END && arguments.numberAfter(bytes, p, end, ERROR)) {
            event.error((int) arguments.number());
        }
        return true;
    }

    /** MediaTek's tracepoint in fuse_queue_forget: {@code fuse_evict_inode:123, nodeid = 5, nlookup = 1}. */
    private boolean readMtkForget(byte[] bytes, int from, int end, Event event) {
        int nlookup = indexOf(bytes, from, end, MTK_NLOOKUP);
        if (nlookup < 0 || !arguments.numberAfter(bytes, from, nlookup, MTK_NODEID)) {
            diagnostics.report(DiagnosticCode.LINE_DAMAGED, lines.line());
            return false;
        }
        event.nodeid(arguments.number());
        if (arguments.numberAfter(bytes, nlookup, end, MTK_NLOOKUP)) {
            event.nlookup(arguments.number());
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
        if (startsWith(bytes, start, end, ascii("CPU:"))) {
            return readLost(bytes, start, end, event);
        }
        if (!startsWith(bytes, start, end, ascii("cpus="))) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line());
        }
        return false;
    }

    /** {@code # entries-in-buffer/entries-written: 40190/2108316}: what is not in the buffer any more is lost history. */
    private boolean readOverwritten(byte[] bytes, int from, int end, Event event) {
        long kept = 0;
        int p = from;
        while (p < end && Character.isDigit(bytes[p])) {
            kept = kept * 10 + (bytes[p++] - '0');
        }
        long written = 0;
        p++;
        while (p < end && Character.isDigit(bytes[p])) {
            written = written * 10 + (bytes[p++] - '0');
        }
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
        int p = start;
        while (p < end && bytes[p] != '[') {
            p++;
        }
        long count = 0;
        boolean known = false;
        for (; p < end && bytes[p] != ']'; p++) {
            if (Character.isDigit(bytes[p])) {
                count = count * 10 + (bytes[p] - '0');
                known = true;
            }
        }
        if (known) {
            event.count(count);
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, lines.line(), known ? Math.max(count, 1) : 1);
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> held = EnumSet.noneOf(Capability.class);
        if (sawTime) {
            held.add(Capability.TIME);
        }
        if (!seen.isEmpty()) {
            held.add(Capability.PID);
        }
        if (sawUnique) {
            held.add(Capability.UNIQUE);
        }
        if (seen.contains(EventKind.KERNEL_REQUEST) || seen.contains(EventKind.KERNEL_REQUEST_BACKGROUND)) {
            held.add(Capability.REQUESTS);
        }
        if (seen.contains(EventKind.KERNEL_REQUEST_RETURN) || seen.contains(EventKind.KERNEL_END)) {
            held.add(Capability.ERRORS);
        }
        if (seen.contains(EventKind.KERNEL_IGET)) {
            held.add(Capability.ENTRY_NODEIDS);
            held.add(Capability.ATTRIBUTES);
            held.add(Capability.SUPERBLOCKS);
        }
        if (seen.contains(EventKind.KERNEL_EVICT)) {
            held.add(Capability.SUPERBLOCKS);
            held.add(Capability.EVICTIONS);
        }
        if (seen.contains(EventKind.KERNEL_FORGET)) {
            held.add(Capability.FORGETS);
            held.add(Capability.FORGET_COUNTS);
        }
        if (seen.contains(EventKind.KERNEL_STACK)) {
            held.add(Capability.FORGET_CAUSES);
        }
        return held;
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
