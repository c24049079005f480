// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.IOException;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Bytes;

/**
 * Steps through the records of one processor, page by page (kernel/trace/ring_buffer.c; the reference reader is
 * libtraceevent's kbuffer-parse.c).
 *
 * <p>Each record begins with a u32 of type and time since the record before: 5 and 27 bits, the type in the low bits of
 * little-endian files and in the high bits of big-endian ones.
 */
final class PageReader {
    /** Smaller pages hold no event. */
    static final int PAGE_MIN_BYTES = 64;
    /** The largest sub-buffer that the kernel allows is far smaller. */
    static final int PAGE_MAX_BYTES = 1 << 20;

    /** How many records were lost is not known. */
    static final long LOST_UNKNOWN = -1;

    private static final int DELTA_BITS = 27;
    private static final int DELTA_MASK = (1 << DELTA_BITS) - 1;
    private static final int TYPE_BITS = 5;
    private static final int LENGTH_FOLLOWS = 0;
    private static final int DATA_MAX = 28;
    private static final int PADDING = 29;
    private static final int TIME_EXTEND = 30;
    private static final int COMMIT_MASK = (1 << 27) - 1;
    private static final long MISSED = 1L << 31;
    private static final long MISSED_STORED = 1L << 30;
    /** An absolute time stamp has 59 bits; the ones above are those of the time before. */
    private static final int ABSOLUTE_BITS = 59;

    private static final long ABSOLUTE_MASK = (1L << ABSOLUTE_BITS) - 1;

    private final CpuData data;
    private final CpuBytes bytes;
    private final PageLayout layout;
    private final boolean little;
    private final Diagnostics diagnostics;
    private final byte[] page;
    private long pageAt;
    private int filled;
    private int next;
    private int end;
    private int recordAt;
    private int recordEnd;
    private long stamp;
    private boolean lost;
    private long lostCount;

    PageReader(CpuData data, CpuBytes bytes, PageLayout layout, Diagnostics diagnostics) {
        this.data = data;
        this.bytes = bytes;
        this.layout = layout;
        this.little = layout.order() == java.nio.ByteOrder.LITTLE_ENDIAN;
        this.diagnostics = diagnostics;
        this.page = new byte[data.pageBytes()];
        this.pageAt = data.offset();
    }

    /** Steps to the next record; false at the end. Whether records were lost before it, {@link #isLost} tells. */
    boolean next() throws IOException {
        while (true) {
            while (next + Integer.BYTES <= end) {
                if (step()) {
                    return true;
                }
            }
            if (!nextPage()) {
                return false;
            }
        }
    }

    private boolean nextPage() throws IOException {
        pageAt += filled;
        filled = bytes.read(page, page.length);
        next = 0;
        end = 0;
        if (filled < page.length) {
            if (filled > 0 || bytes.isDamaged()) {
                diagnostics.report(
                        data.compressed() ? DiagnosticCode.COMPRESSION_DAMAGED : DiagnosticCode.CUT_SHORT, position());
                lose(LOST_UNKNOWN);
            }
            return false;
        }
        long commit = layout.commit(page);
        int used = (int) commit & COMMIT_MASK;
        stamp = layout.stamp(page);
        next = layout.dataAt();
        if (used > page.length - layout.dataAt()) {
            damaged();
            return true;
        }
        end = layout.dataAt() + used;
        if ((commit & MISSED) != 0) {
            boolean stored = (commit & MISSED_STORED) != 0 && end + layout.longBytes() <= page.length;
            lose(stored ? layout.word(page, end) : LOST_UNKNOWN);
        }
        return true;
    }

    /** Reads one record's header; true if it is an event. */
    private boolean step() {
        int header = Bytes.i32(page, next, layout.order());
        int type = little ? header & ((1 << TYPE_BITS) - 1) : header >>> DELTA_BITS;
        long delta = little ? header >>> TYPE_BITS : header & DELTA_MASK;
        int body = next + Integer.BYTES;
        if (type >= 1 && type <= DATA_MAX) {
            return record(body, type * Integer.BYTES, delta);
        }
        if (type == PADDING && delta == 0) {
            next = end;
            return false;
        }
        if (body + Integer.BYTES > end) {
            damaged();
            return false;
        }
        long word = Bytes.u32(page, body, layout.order());
        if (type == LENGTH_FOLLOWS) {
            if (word < Integer.BYTES || word > end - body) {
                damaged();
                return false;
            }
            int length = (int) word - Integer.BYTES;
            boolean is = record(body + Integer.BYTES, length, delta);
            next = body + ((int) word + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
            return is;
        }
        if (type == PADDING) {
            if (word < Integer.BYTES || word > end - body) {
                damaged();
                return false;
            }
            stamp += delta;
            next = body + (int) word;
            return false;
        }
        long long59 = (word << DELTA_BITS) + delta;
        stamp = type == TIME_EXTEND ? stamp + long59 : absolute(long59);
        next = body + Integer.BYTES;
        return false;
    }

    private long absolute(long value) {
        long low = value & ABSOLUTE_MASK;
        long high = stamp & ~ABSOLUTE_MASK;
        long absolute = high | low;
        return Long.compareUnsigned(absolute, stamp) < 0 && high != 0 ? absolute + ABSOLUTE_MASK + 1 : absolute;
    }

    private boolean record(int at, int length, long delta) {
        if (length > end - at) {
            damaged();
            return false;
        }
        stamp += delta;
        recordAt = at;
        recordEnd = at + length;
        next = recordEnd;
        return true;
    }

    /** Leaves a page that makes no sense from here on: what it held is lost. */
    private void damaged() {
        diagnostics.report(DiagnosticCode.PAGE_DAMAGED, pageAt + next);
        next = end;
        lose(LOST_UNKNOWN);
    }

    private void lose(long count) {
        lostCount = lost && (count < 0 || lostCount < 0) ? LOST_UNKNOWN : (lost ? lostCount : 0) + count;
        lost = true;
    }

    /** Whether records were lost before the present one, or before the end. */
    boolean isLost() {
        return lost;
    }

    /** How many were lost, or {@link #LOST_UNKNOWN}; and forgets about it. */
    long takeLost() {
        lost = false;
        return lostCount;
    }

    int cpu() {
        return data.cpu();
    }

    /** The page that the record lies in. */
    byte[] page() {
        return page;
    }

    /** First byte of the record, its {@code common_type}. */
    int recordAt() {
        return recordAt;
    }

    int recordEnd() {
        return recordEnd;
    }

    /** The record's time stamp, in the clock's own unit. */
    long stamp() {
        return stamp;
    }

    /** Where the record lies. */
    long position() {
        return pageAt + recordAt;
    }
}
