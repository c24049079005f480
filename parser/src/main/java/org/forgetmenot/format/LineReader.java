// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines without copying them: after {@link #next} the line is {@code buffer()[start() .. end())}, valid
 * until the next call.
 *
 * <p>Lines end in LF or CRLF. A line longer than {@link #LINE_MAX_BYTES} is skipped with a diagnostic.
 */
public final class LineReader {
    /** Longest line read. */
    public static final int LINE_MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final Diagnostics diagnostics;
    private final int lineMaxBytes;
    private byte[] buffer = new byte[LINE_MAX_BYTES + (1 << 18)];
    private int limit;
    private int next;
    private int start;
    private int end;
    private long line;
    private boolean ended;
    private boolean cut;

    public LineReader(InputStream in, Diagnostics diagnostics) {
        this(in, diagnostics, LINE_MAX_BYTES);
    }

    /**
     * Takes longer lines than others.
     *
     * @param lineMaxBytes longest line read, at least {@link #LINE_MAX_BYTES}
     */
    public LineReader(InputStream in, Diagnostics diagnostics, int lineMaxBytes) {
        this.in = in;
        this.diagnostics = diagnostics;
        this.lineMaxBytes = lineMaxBytes;
    }

    /** Steps to the next line; false at the end. */
    public boolean next() throws IOException {
        while (true) {
            int newline = find(next);
            if (newline >= 0) {
                start = next;
                next = newline + 1;
                end = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
                line++;
                return true;
            }
            if (ended) {
                return lastLine();
            }
            if (limit - next >= lineMaxBytes) {
                diagnostics.report(DiagnosticCode.LINE_TOO_LONG, line + 1);
                skipLine();
            } else {
                fill();
            }
        }
    }

    /**
     * Steps to the next line that has an end. At the last line, if it has none, the capture may have been cut in its middle:
     * that is counted and the line passed over.
     */
    public boolean nextWhole() throws IOException {
        if (!next()) {
            return false;
        }
        if (cut) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, line);
        }
        return !cut;
    }

    /**
     * Counts the line as one that begins like an event but cannot be read.
     *
     * @return false: it is no event
     */
    public boolean damaged() {
        diagnostics.report(DiagnosticCode.LINE_DAMAGED, line);
        return false;
    }

    /**
     * Counts the line as none of the dialect's.
     *
     * @return false: it is no event
     */
    public boolean notUnderstood() {
        diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, line);
        return false;
    }

    /** Counts what is odd about the line. */
    public void odd(DiagnosticCode code, long times) {
        diagnostics.report(code, line, times);
    }

    private boolean lastLine() {
        if (next >= limit) {
            return false;
        }
        start = next;
        end = limit;
        next = limit;
        line++;
        cut = true;
        return true;
    }

    private int searched;

    private int find(int from) {
        int found = Ascii.indexOf(buffer, Math.max(from, searched), limit, '\n');
        searched = found < 0 ? limit : found;
        return found;
    }

    private void fill() throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, limit - next);
            limit -= next;
            searched -= next;
            next = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, lineMaxBytes + 1));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }

    private void skipLine() throws IOException {
        while (true) {
            next = limit;
            searched = limit;
            fill();
            int newline = find(next);
            if (newline >= 0) {
                next = newline + 1;
                line++;
                return;
            }
            if (ended) {
                next = limit;
                return;
            }
        }
    }

    public byte[] buffer() {
        return buffer;
    }

    /** First byte of the line. */
    public int start() {
        return start;
    }

    /** Just past the last byte of the line, its end not included. */
    public int end() {
        return end;
    }

    /** 1-based number of the line. */
    public long line() {
        return line;
    }

    /** Whether this line has no line end: the capture may have been cut in its middle. */
    public boolean isCut() {
        return cut;
    }
}
