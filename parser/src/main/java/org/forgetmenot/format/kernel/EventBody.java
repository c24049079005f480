// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import java.nio.charset.StandardCharsets;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;

/**
 * Reads an event's name and what follows it in a line of text: {@code iget: (function+0x0/0x10) a=1} of a probe,
 * {@code fuse_request_send: connection 41 req 8 ...} of a tracepoint. All that print the kernel's trace print it alike;
 * allocates nothing.
 */
public final class EventBody {
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] REQ = ascii("req");
    private static final byte[] REQ_FIELD = ascii("unique");
    private static final byte[] OPCODE = ascii("opcode");
    private static final byte[] LEN = ascii("len");
    private static final byte[] ERROR = ascii("error");
    private static final String PROBE_FIELD = "__probe_";
    private static final String ENTRY_FIELD = "__probe_ip=";
    /** Of all tracepoints that are read, only MediaTek's begin with it. */
    private static final byte MTK_PREFIX = 'm';

    private static final String PRINT = "print";
    /** What {@code trace-cmd report} puts before a marker when it knows the kernel's symbols, and an address when not. */
    private static final String MARKER_WRITER = "tracing_mark_write: ";

    private final Diagnostics diagnostics;
    private final ProbeHeads heads = new ProbeHeads();
    private final Probes probes = new Probes();
    private final ProbeArguments arguments = new ProbeArguments();
    private final MtkBody mtk = new MtkBody();
    private final Cursor cursor = new Cursor();

    public EventBody(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Reads one event.
     *
     * @param name first byte of the event's name
     * @return false if it is none of ours
     */
    public boolean read(byte[] bytes, int name, int end, long line, Event event) {
        int bracket = Ascii.indexOf(bytes, name, end, ')');
        ProbeHeads.Head head = bracket < 0 ? null : heads.find(bytes, name, bracket);
        return head != null
                ? readArguments(bytes, bracket, end, head.kind(), head.caller(), line, event)
                : readUnknown(bytes, name, bracket, end, line, event);
    }

    /** Reads what no line before began with, or what is no probe. */
    private boolean readUnknown(byte[] bytes, int name, int bracket, int end, long line, Event event) {
        int nameEnd = nameEnd(bytes, name, end);
        if (nameEnd < end && bytes[nameEnd] == '(') {
            return readCall(bytes, name, nameEnd, end, line, event);
        }
        if (nameEnd == end || bytes[nameEnd] != ':') {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, line);
            return false;
        }
        int p = nameEnd + 1;
        while (p < end && bytes[p] == ' ') {
            p++;
        }
        return p < end && bytes[p] == '('
                ? readNewProbe(bytes, name, nameEnd, p + 1, bracket, end, line, event)
                : readTracepoint(bytes, name, nameEnd, p, end, line, event);
    }

    private static int nameEnd(byte[] bytes, int name, int end) {
        int p = name;
        while (p < end && bytes[p] != ':' && bytes[p] != '(' && bytes[p] != ' ') {
            p++;
        }
        return p;
    }

    /**
     * Reads what the function tracer prints with its option {@code func-args} (Linux 6.15 and later),
     * {@code fuse_iget(sb=0xff11000000b1cde8, nodeid=5, ...) <-fuse_lookup_name}: of interest if it names a nodeid.
     */
    private boolean readCall(byte[] bytes, int name, int bracket, int end, long line, Event event) {
        EventKind kind = probes.probe(bytes, name, name, name, bracket, false);
        int close = Ascii.lastIndexOf(bytes, bracket, end, ") <-");
        if (kind == EventKind.OTHER || close < 0) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, line);
            return false;
        }
        event.start(kind, line);
        int from = bracket + 1;
        for (int p = from; p <= close; p++) {
            if (p == close || (bytes[p] == ',' && bytes[p + 1] == ' ')) {
                arguments.read(bytes, from, p, event);
                from = p + 2;
            }
        }
        return event.hasNodeid();
    }

    /** Reads {@code (function+0x0/0x10 [module]) a=1} or {@code (caller+0x1/0x2 <- function) a=1}; from behind the bracket. */
    private boolean readNewProbe(
            byte[] bytes, int name, int nameEnd, int from, int bracket, int end, long line, Event event) {
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
            diagnostics.report(DiagnosticCode.LINE_DAMAGED, line);
            return false;
        }
        EventKind kind = probes.probe(bytes, name, nameEnd, functionStart, functionEnd, isReturn);
        int caller =
                isReturn && kind != EventKind.OTHER ? probes.caller(bytes, from, symbolEnd) : KernelFunction.UNKNOWN;
        if (p == bracket) {
            heads.add(bytes, name, bracket, kind, caller);
        }
        return readArguments(bytes, p, end, kind, caller, line, event);
    }

    private boolean readArguments(
            byte[] bytes, int bracket, int end, EventKind kind, int caller, long line, Event event) {
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, line);
        if (caller != KernelFunction.UNKNOWN) {
            event.caller(caller);
        }
        int unreadable = arguments.read(bytes, bracket + 1, end, event);
        if (unreadable > 0) {
            diagnostics.report(DiagnosticCode.PROBE_VALUE_UNREADABLE, line, unreadable);
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

    private boolean readTracepoint(byte[] bytes, int name, int nameEnd, int from, int end, long line, Event event) {
        if (Ascii.startsWith(bytes, from, end, PROBE_FIELD)) {
            return readProbeFields(bytes, name, nameEnd, from, end, line, event);
        }
        EventKind kind = probes.tracepoint(bytes, name, nameEnd);
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, line);
        if (kind == EventKind.MARKER) {
            readMarker(bytes, nameEnd - name, from, end, event);
            return true;
        }
        if (bytes[name] == MTK_PREFIX) {
            return mtk.read(cursor.over(bytes, from, end), event) || damaged(line);
        }
        int p = from;
        if (arguments.numberAfter(bytes, p, end, CONNECTION)) {
            event.connection(arguments.number());
            p = arguments.end();
        }
        if (arguments.numberAfter(bytes, p, end, REQ) || arguments.numberAfter(bytes, p, end, REQ_FIELD)) {
            TracepointFields.unique(arguments.number(), event);
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

    private boolean damaged(long line) {
        diagnostics.report(DiagnosticCode.LINE_DAMAGED, line);
        return false;
    }

    /**
     * Reads a probe whose fields are printed one by one, {@code forget: __probe_ip=ffffffffa00039c0 nodeid=3 nlookup=1}, as
     * {@code trace-cmd report -R} and the option {@code fields} of tracefs do. The function is an address, so the name decides.
     */
    private boolean readProbeFields(byte[] bytes, int name, int nameEnd, int from, int end, long line, Event event) {
        boolean isReturn = !Ascii.startsWith(bytes, from, end, ENTRY_FIELD);
        EventKind kind = probes.probe(bytes, name, nameEnd, from, from, isReturn);
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, line);
        arguments.read(bytes, from, end, event);
        return true;
    }

    private static void readMarker(byte[] bytes, int nameLength, int from, int end, Event event) {
        int start = from;
        if (nameLength == PRINT.length()) {
            if (Ascii.startsWith(bytes, from, end, MARKER_WRITER)) {
                start = from + MARKER_WRITER.length();
            } else if (Ascii.startsWith(bytes, from, end, "0x")) {
                int colon = Ascii.indexOf(bytes, from, end, ": ");
                start = colon < 0 ? from : colon + 2;
            }
        }
        event.name().set(bytes, start, end - start);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
