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
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.kernel.KernelStack;
import org.jspecify.annotations.Nullable;

/** Reads the lines one by one, and the stacks under them. */
final class BpftraceReader implements CaptureReader {
    private final PrintedLines lines;
    private final Diagnostics diagnostics;
    private final BpftraceLine line = new BpftraceLine();
    private final FreeLine free = new FreeLine();
    private final KernelStack stack;
    private final EnumSet<Capability> seen = EnumSet.noneOf(Capability.class);

    /** The second event of the line that was read last. */
    private @Nullable EventKind second;
    /** The first event, as far as the second shares it. */
    private final Event first = new Event();
    /** Whether a stack that follows belongs to an event. */
    private boolean stackMayFollow;
    /** Where the stack that is being read begins, 0 if there is none. */
    private long stackLine;

    private boolean lineWaits;

    BpftraceReader(InputStream in, ReadContext context) {
        this.lines = new PrintedLines(in, context.diagnostics());
        this.diagnostics = context.diagnostics();
        this.stack = new KernelStack(context);
    }

    @Override
    public boolean next(Event event) throws IOException {
        if (second != null) {
            tellSecond(second, event);
            return true;
        }
        while (lineWaits || lines.next()) {
            lineWaits = false;
            if (readLine(event)) {
                return true;
            }
        }
        return stackLine != 0 && tellStack(event);
    }

    private boolean readLine(Event event) {
        if (lines.cursor().atEnd()) {
            return false; // bpftrace puts an empty line before a stack
        }
        if (isFrame()) {
            return false;
        }
        if (stackLine != 0) {
            lineWaits = true;
            return tellStack(event);
        }
        stackMayFollow = false;
        return lines.isLost() ? lost(event) : read(event);
    }

    /** {@code         fuse_evict_inode+5}: a frame of the last event's stack. */
    private boolean isFrame() {
        byte[] bytes = lines.cursor().bytes();
        int from = lines.cursor().at();
        int end = lines.cursor().end();
        int name = from;
        while (name < end && (bytes[name] == ' ' || bytes[name] == '\t')) {
            name++;
        }
        int plus = name == from ? -1 : Ascii.indexOf(bytes, name, end, '+');
        if (plus <= name || plus + 1 == end || Ascii.indexOf(bytes, name, plus, ' ') >= 0) {
            return false;
        }
        for (int i = plus + 1; i < end; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return false;
            }
        }
        if (stackMayFollow) {
            if (stackLine == 0) {
                stackLine = lines.line();
                stack.begin();
            }
            stack.frame(bytes, name, end);
        }
        return true;
    }

    private boolean tellStack(Event event) {
        event.start(EventKind.KERNEL_STACK, stackLine);
        if (first.hasPid()) {
            event.pid(first.pid());
        }
        int index = stack.end(stackLine);
        if (index >= 0) {
            event.stack(index);
        }
        stackLine = 0;
        stackMayFollow = false;
        seen.add(Capability.FORGET_CAUSES);
        return true;
    }

    private boolean read(Event event) {
        EventKind kind = kind();
        if (kind == EventKind.OTHER) {
            return readFree(event);
        }
        event.start(kind, lines.line());
        boolean whole = switch (kind) {
            case KERNEL_FORGET -> line.forget(lines.cursor(), event);
            case KERNEL_IGET -> line.iget(lines.cursor(), event);
            case KERNEL_REQUEST -> line.lookup(lines.cursor(), event);
            case KERNEL_EVICT -> line.evict(lines.cursor(), event);
            case KERNEL_SEND -> line.send(lines.cursor(), event);
            default -> line.end(lines.cursor(), event);
        };
        if (!whole) {
            return lines.damaged();
        }
        switch (kind) {
            case KERNEL_IGET -> second = EventKind.KERNEL_IGET_RETURN;
            case KERNEL_REQUEST -> second = EventKind.KERNEL_REQUEST_RETURN;
            default -> {}
        }
        return tell(event);
    }

    private EventKind kind() {
        byte[] bytes = lines.cursor().bytes();
        int at = lines.cursor().at();
        if (lines.cursor().end() - at < 4 || bytes[at + 2] != ' ' || !Ascii.isDigit(bytes[at + 3])) {
            return EventKind.OTHER;
        }
        EventKind kind = switch (bytes[at] << 8 | bytes[at + 1]) {
            case 'F' << 8 | 'Q' -> EventKind.KERNEL_FORGET;
            case 'I' << 8 | 'G' -> EventKind.KERNEL_IGET;
            case 'L' << 8 | 'K' -> EventKind.KERNEL_REQUEST;
            case 'E' << 8 | 'V' -> EventKind.KERNEL_EVICT;
            case 'R' << 8 | 'S' -> EventKind.KERNEL_SEND;
            case 'R' << 8 | 'E' -> EventKind.KERNEL_END;
            default -> EventKind.OTHER;
        };
        if (kind != EventKind.OTHER) {
            lines.cursor().moveTo(at + 2);
        }
        return kind;
    }

    /** What a script of somebody's own printed, what bpftrace says of itself, and strangers. */
    private boolean readFree(Event event) {
        if (!free.isOurs(lines.cursor())) {
            return !lines.isChatter() && lines.notUnderstood();
        }
        event.start(free.kind(), lines.line());
        if (!free.read(lines.cursor(), event)) {
            return lines.damaged();
        }
        second = free.alsoForgets() ? EventKind.KERNEL_FORGET : null;
        return tell(event);
    }

    private boolean tell(Event event) {
        first.copyFrom(event);
        stackMayFollow = true;
        saw(event);
        return true;
    }

    private void saw(Event event) {
        if (event.hasTimeNs()) {
            seen.add(Capability.TIME);
        }
        if (event.hasPid()) {
            seen.add(Capability.PID);
        }
        if (event.hasSuperblock()) {
            seen.add(Capability.SUPERBLOCKS);
        }
        if (event.hasUnique()) {
            seen.add(Capability.UNIQUE);
        }
        switch (event.kind()) {
            case KERNEL_FORGET -> {
                seen.add(Capability.FORGETS);
                if (event.hasNlookup()) {
                    seen.add(Capability.FORGET_COUNTS);
                }
            }
            case KERNEL_IGET -> {
                seen.add(Capability.ENTRY_NODEIDS);
                if (event.hasMode()) {
                    seen.add(Capability.ATTRIBUTES);
                }
            }
            case KERNEL_REQUEST -> {
                seen.add(Capability.REQUESTS);
                seen.add(Capability.NAMES);
                seen.add(Capability.ERRORS);
            }
            case KERNEL_EVICT -> {
                if (event.hasSuperblock()) {
                    seen.add(Capability.EVICTIONS);
                }
            }
            case KERNEL_END -> seen.add(Capability.ERRORS);
            default -> {}
        }
    }

    /** The line tells two things of one moment: a call and what it returned, an eviction and its FORGET. */
    private void tellSecond(EventKind kind, Event event) {
        second = null;
        event.start(kind, first.position());
        if (first.hasTimeNs()) {
            event.timeNs(first.timeNs());
        }
        if (first.hasPid()) {
            event.pid(first.pid());
        }
        switch (kind) {
            case KERNEL_IGET_RETURN -> event.inode(line.returned());
            case KERNEL_REQUEST_RETURN -> line.lookupReturn(event);
            default -> {
                event.nodeid(first.nodeid());
                if (first.hasNlookup()) {
                    event.nlookup(first.nlookup());
                }
                event.task()
                        .set(
                                first.task().bytes(),
                                first.task().offset(),
                                first.task().length());
                saw(event);
            }
        }
    }

    private boolean lost(Event event) {
        long count = lines.lost();
        event.start(EventKind.LOST, lines.line());
        if (count >= 0) {
            event.count(count);
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, lines.line(), Math.max(count, 1));
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(seen);
    }
}
