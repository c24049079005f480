// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bpftrace;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Cursor;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Unescape;

/** Reads the lines one by one, and those that {@code bpftrace -f json} wraps. */
final class BpftraceReader implements CaptureReader {
    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final Cursor cursor = new Cursor();
    private final Unescape unescape = new Unescape();
    private final BpftraceLine line = new BpftraceLine();
    private final EnumSet<Capability> seen = EnumSet.noneOf(Capability.class);

    private boolean returnWaits;
    private EventKind returnKind = EventKind.OTHER;
    private long timeNs;
    private int pid;

    BpftraceReader(InputStream in, ReadContext context) {
        this.lines = new LineReader(in, context.diagnostics());
        this.diagnostics = context.diagnostics();
    }

    @Override
    public boolean next(Event event) throws IOException {
        if (returnWaits) {
            tellReturn(event);
            return true;
        }
        while (lines.nextWhole()) {
            cursor.over(lines.buffer(), lines.start(), lines.end());
            if (unwrap(event)) {
                return true;
            }
        }
        return false;
    }

    /** Takes {@code {"type": "printf", "data": "..."}} off. */
    private boolean unwrap(Event event) {
        if (cursor.atEnd()) {
            return false;
        }
        if (cursor.peek() != '{') {
            return read(event);
        }
        byte[] bytes = cursor.bytes();
        int start = cursor.at();
        if (Ascii.indexOf(bytes, start, cursor.end(), "\"lost_events\"") >= 0) {
            cursor.moveTo(start);
            boolean known = (cursor.skipPast("\"count\":") || cursor.skipPast("\"events\":")) && passNumber();
            return lost(event, known);
        }
        if (Ascii.indexOf(bytes, start, cursor.end(), "\"printf\"") < 0 || !cursor.skipPast("\"data\":")) {
            return false; // attached_probes, map and other types tell no event
        }
        cursor.skipSpaces();
        if (!cursor.skip('"')) {
            return lines.damaged();
        }
        unescape.quoted(bytes, cursor.at(), cursor.end());
        int end = unescape.length();
        while (end > 0 && unescape.bytes()[end - 1] == '\n') {
            end--;
        }
        cursor.over(unescape.bytes(), 0, end);
        return !cursor.atEnd() && read(event);
    }

    private boolean passNumber() {
        cursor.skipSpaces();
        return cursor.unsigned();
    }

    private boolean read(Event event) {
        EventKind kind = kind();
        if (kind == EventKind.OTHER) {
            return readOther(event);
        }
        event.start(kind, lines.line());
        boolean whole = switch (kind) {
            case KERNEL_FORGET -> line.forget(cursor, event);
            case KERNEL_IGET -> line.iget(cursor, event);
            case KERNEL_REQUEST -> line.lookup(cursor, event);
            case KERNEL_EVICT -> line.evict(cursor, event);
            case KERNEL_SEND -> line.send(cursor, event);
            default -> line.end(cursor, event);
        };
        if (!whole) {
            return lines.damaged();
        }
        saw(event);
        return true;
    }

    private EventKind kind() {
        byte[] bytes = cursor.bytes();
        int at = cursor.at();
        if (cursor.end() - at < 4 || bytes[at + 2] != ' ' || !Ascii.isDigit(bytes[at + 3])) {
            return EventKind.OTHER;
        }
        cursor.moveTo(at + 2);
        EventKind kind = switch (bytes[at] << 8 | bytes[at + 1]) {
            case 'F' << 8 | 'Q' -> EventKind.KERNEL_FORGET;
            case 'I' << 8 | 'G' -> EventKind.KERNEL_IGET;
            case 'L' << 8 | 'K' -> EventKind.KERNEL_REQUEST;
            case 'E' << 8 | 'V' -> EventKind.KERNEL_EVICT;
            case 'R' << 8 | 'S' -> EventKind.KERNEL_SEND;
            case 'R' << 8 | 'E' -> EventKind.KERNEL_END;
            default -> EventKind.OTHER;
        };
        if (kind == EventKind.OTHER) {
            cursor.moveTo(at);
        }
        return kind;
    }

    private void saw(Event event) {
        seen.add(Capability.TIME);
        seen.add(Capability.PID);
        switch (event.kind()) {
            case KERNEL_FORGET -> {
                seen.add(Capability.FORGETS);
                seen.add(Capability.FORGET_COUNTS);
            }
            case KERNEL_IGET -> {
                seen.add(Capability.ENTRY_NODEIDS);
                seen.add(Capability.ATTRIBUTES);
                seen.add(Capability.SUPERBLOCKS);
                returns(event, EventKind.KERNEL_IGET_RETURN);
            }
            case KERNEL_REQUEST -> {
                seen.add(Capability.REQUESTS);
                seen.add(Capability.NAMES);
                seen.add(Capability.ERRORS);
                returns(event, EventKind.KERNEL_REQUEST_RETURN);
            }
            case KERNEL_SEND -> {
                if (event.hasUnique()) {
                    seen.add(Capability.UNIQUE);
                }
            }
            case KERNEL_END -> seen.add(Capability.ERRORS);
            default -> {}
        }
    }

    private void returns(Event event, EventKind kind) {
        returnWaits = true;
        returnKind = kind;
        timeNs = event.timeNs();
        pid = event.pid();
    }

    /** The line was printed when the function returned: its end is the same moment. */
    private void tellReturn(Event event) {
        returnWaits = false;
        event.start(returnKind, lines.line()).timeNs(timeNs).pid(pid);
        if (returnKind == EventKind.KERNEL_IGET_RETURN) {
            event.inode(line.returned());
        } else {
            line.lookupReturn(event);
        }
    }

    /** {@code Lost 12 events}, what bpftrace says of itself, dumps of maps, and strangers. */
    private boolean readOther(Event event) {
        int start = cursor.at();
        cursor.skip("WARNING: ");
        if (cursor.skip("Lost ") && cursor.unsigned() && cursor.skip(" events")) {
            return lost(event, true);
        }
        cursor.moveTo(start);
        if (!cursor.skip("Attaching ") && !cursor.skip("Attached ") && !cursor.skip('@')) {
            lines.notUnderstood();
        }
        return false;
    }

    /** The number just passed, if it is known, is that of lost events. */
    private boolean lost(Event event, boolean known) {
        event.start(EventKind.LOST, lines.line());
        if (known) {
            event.count(cursor.value());
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, lines.line(), known ? Math.max(cursor.value(), 1) : 1);
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(seen);
    }
}
