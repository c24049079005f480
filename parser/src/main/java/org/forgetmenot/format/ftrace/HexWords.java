// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads eight hexadecimal digits at once: pointers are half of what a probe line says. */
final class HexWords {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long EACH = 0x0101010101010101L;

    private HexWords() {}

    /** The number that eight lower-case digits make, or -1 if they are none. */
    static long parse(byte[] bytes, int at) {
        long text = (long) LONG.get(bytes, at);
        long letters = text >>> 6 & EACH;
        long digits = (text & 0x0f * EACH) + 9 * letters;
        // a letter is 10 to 15, another digit 0 to 9, and nothing else has the same bits
        boolean valid = (digits & 0xf0f0f0f0f0f0f0f0L) == 0
                && ((digits + 6 * EACH) >>> 4 & EACH) == letters
                && digits + 0x30 * EACH + 0x27 * letters == text;
        if (!valid) {
            return -1;
        }
        long pairs = (digits | digits >>> 4) & 0x00ff00ff00ff00ffL;
        long fours = (pairs | pairs >>> 8) & 0x0000ffff0000ffffL;
        return (fours | fours >>> 16) & 0xffffffffL;
    }
}
