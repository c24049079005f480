// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.blocktag;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
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
import org.forgetmenot.format.kernel.KernelCapabilities;
import org.forgetmenot.format.kernel.MtkBody;
import org.forgetmenot.format.kernel.Probes;

/**
 * Turns each dump around: the newest line comes first. A log with several dumps, which overlap, tells every event once.
 */
final class BlocktagReader implements CaptureReader {
    /** What the kernel keeps (FUSE_MAX_LOG). */
    private static final int DUMP_MAX = 512;

    private static final String PREFIX = "mtk_fuse_";

    private final LineReader lines;
    private final Diagnostics diagnostics;
    private final Cursor cursor = new Cursor();
    private final MtkBody body = new MtkBody();
    private final KernelCapabilities seen = new KernelCapabilities();
    /** The dump that was read, oldest first. */
    private final ArrayDeque<Event> dump = new ArrayDeque<>();

    private final Event first = new Event();
    private boolean firstWaits;
    private boolean begun;
    private boolean lostWaits;
    private long toldNs = Long.MIN_VALUE;

    BlocktagReader(InputStream in, Diagnostics diagnostics) {
        this.lines = new LineReader(in, diagnostics);
        this.diagnostics = diagnostics;
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (dump.isEmpty()) {
            if (!readDump()) {
                return false;
            }
        }
        if (lostWaits) {
            lostWaits = false;
            event.start(EventKind.LOST, dump.getFirst().position());
        } else {
            event.copyFrom(dump.removeFirst());
            toldNs = event.timeNs();
        }
        seen.saw(event);
        return true;
    }

    /** Reads lines as long as they go back in time; false if there are none. */
    private boolean readDump() throws IOException {
        int count = 0;
        long beforeNs = Long.MAX_VALUE;
        while (firstWaits || readLine()) {
            firstWaits = false;
            if (first.timeNs() > beforeNs) {
                firstWaits = true; // of the next dump
                break;
            }
            beforeNs = first.timeNs();
            count++;
            if (count <= DUMP_MAX && first.timeNs() > toldNs) {
                Event kept = new Event();
                kept.copyFrom(first);
                dump.addFirst(kept);
            }
        }
        if (count > DUMP_MAX) {
            diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, lines.line(), count - DUMP_MAX);
        }
        boolean full = count >= DUMP_MAX - 1 && dump.size() >= DUMP_MAX - 1;
        if (full || (begun && count > 0 && dump.size() == count)) {
            // the dump before does not reach as far as to this one
            diagnostics.report(DiagnosticCode.HISTORY_OVERWRITTEN, lines.line());
            lostWaits = true;
        }
        begun |= count > 0;
        return count > 0;
    }

    /** Steps to the next event's line and reads it into {@link #first}; false at the end. */
    private boolean readLine() throws IOException {
        while (lines.nextWhole()) {
            cursor.over(lines.buffer(), lines.start(), lines.end());
            if (!passHead()) {
                lines.notUnderstood();
            } else if (first.kind() != EventKind.OTHER) { // mtk_fuse_iget_backing counts nothing
                if (body.read(cursor, first)) {
                    return true;
                }
                lines.damaged();
            }
        }
        return false;
    }

    /** {@code [1234567890]1234:mtk_fuse_nlookup,}, perhaps behind what a console or logcat puts before a line. */
    private boolean passHead() {
        int name = Ascii.indexOf(cursor.bytes(), cursor.at(), cursor.end(), PREFIX);
        int bracket = name < 0 ? -1 : Ascii.lastIndexOf(cursor.bytes(), cursor.at(), name, "[");
        if (bracket < 0) {
            return false;
        }
        cursor.moveTo(bracket + 1);
        if (!cursor.unsigned() || cursor.value() < 0) {
            return false;
        }
        long timeNs = cursor.value();
        if (!cursor.skip(']') || !cursor.int32()) {
            return false;
        }
        int pid = cursor.intValue();
        int comma = Ascii.indexOf(cursor.bytes(), name, cursor.end(), ',');
        if (cursor.at() + 1 != name || comma < 0) {
            return false;
        }
        String event = new String(cursor.bytes(), name, comma - name, StandardCharsets.ISO_8859_1);
        first.start(Probes.tracepoint(event), lines.line()).timeNs(timeNs).pid(pid);
        cursor.moveTo(comma + 1);
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        return seen.capabilities();
    }
}
