// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;

/** The options that both versions write alike: those that say how to read times. Others are of no interest. */
final class Options {
    static final int DONE = 0;
    static final int BUFFER = 3;
    static final int HEADER_FILES = 16;
    static final int FTRACE_FORMATS = 17;
    static final int EVENT_FORMATS = 18;
    static final int SYMBOLS = 19;
    static final int TASKS = 21;
    static final int BUFFER_TEXT = 22;

    private static final int DATE = 1;
    private static final int TRACE_CLOCK = 4;
    private static final int OFFSET = 7;
    private static final int TSC_TO_NS = 14;
    private static final int DATE_UNIT_NS = 1000;

    private Options() {}

    /** Takes what an option says about times. */
    static void read(int id, Items items, long size, TraceHeader header) throws IOException {
        try {
            switch (id) {
                case TRACE_CLOCK -> header.clock.named(items.text(size));
                case DATE -> header.clock.addNs(number(items.text(size)) * DATE_UNIT_NS);
                case OFFSET -> header.clock.addNs(number(items.text(size)));
                case TSC_TO_NS -> header.clock.cycles(items.u32(), items.u32());
                default -> {}
            }
        } catch (EOFException | NumberFormatException e) {
            header.partDamaged(items.at());
        }
    }

    /** A number as text, decimal or with {@code 0x}, that may end in NUL. */
    private static long number(String text) {
        int nul = text.indexOf('\0');
        String digits = (nul < 0 ? text : text.substring(0, nul)).strip();
        return digits.startsWith("0x")
                ? new BigInteger(digits.substring(2), 16).longValue()
                : new BigInteger(digits).longValue();
    }
}
