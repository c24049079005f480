// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ftrace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexWordsTest {
    @Test
    void readsEightDigits() {
        assertEquals(0x01234567L, parse("01234567"));
        assertEquals(0x89abcdefL, parse("89abcdef"));
        assertEquals(0xffffffffL, parse("ffffffff"));
    }

    @Test
    void refusesEveryOtherByteInEveryPlace() {
        for (int place = 0; place < 8; place++) {
            for (int b = 0; b < 256; b++) {
                byte[] text = "0a9f5c3e".getBytes(StandardCharsets.US_ASCII);
                text[place] = (byte) b;
                boolean digit = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
                assertEquals(digit, HexWords.parse(text, 0) >= 0, "byte " + b + " at " + place);
            }
        }
    }

    private static long parse(String text) {
        return HexWords.parse(text.getBytes(StandardCharsets.US_ASCII), 0);
    }
}
