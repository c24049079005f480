// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.nio.charset.StandardCharsets;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.kernel.KernelStack;
import org.forgetmenot.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads the event {@code kernel_stack}: return addresses, innermost first, up to a count, an end mark or the record's end. */
final class StackRecord {
    /** What older kernels put behind the last address (ULONG_MAX). */
    private static final long END_MARK = -1;

    private final RecordFormat format;
    private final EventFormat.@Nullable Field size;
    private final int callersAt;
    private final TraceHeader header;
    private final KernelStack stack;

    StackRecord(RecordFormat format, TraceHeader header, ReadContext context) {
        this.format = format;
        this.header = header;
        this.stack = new KernelStack(context);
        this.size = format.format().field("size", Integer.BYTES);
        EventFormat.Field callers = format.format().field("caller", 0);
        this.callersAt = callers == null ? PageReader.PAGE_MAX_BYTES : callers.offset();
    }

    /** Reads the stack of a record; returns its index among the capture's stacks, or -1. */
    int read(byte[] page, int at, int end, long position) {
        Symbols symbols = header.symbols();
        int wordBytes = header.longBytes;
        long left = size == null ? Long.MAX_VALUE : format.number(size, page, at, end);
        stack.begin();
        for (int p = at + callersAt; left > 0 && p + wordBytes <= end; p += wordBytes, left--) {
            long address =
                    wordBytes == Long.BYTES ? Bytes.i64(page, p, header.order) : Bytes.i32(page, p, header.order);
            if (address == END_MARK) {
                break;
            }
            long unsigned = wordBytes == Long.BYTES ? address : Integer.toUnsignedLong((int) address);
            int symbol = symbols.find(unsigned);
            if (symbol >= 0) {
                stack.frame(symbols.text(), symbols.start(symbol), symbols.end(symbol));
            } else {
                byte[] hex = ("0x" + Long.toHexString(unsigned)).getBytes(StandardCharsets.US_ASCII);
                stack.frame(hex, 0, hex.length);
            }
        }
        return stack.end(position);
    }
}
