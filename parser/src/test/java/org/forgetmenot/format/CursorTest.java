// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static Cursor over(String text) {
        byte[] bytes = ("<<" + text + ">>").getBytes(StandardCharsets.ISO_8859_1);
        return new Cursor().over(bytes, 2, bytes.length - 2);
    }

    @Test
    void readsLiteralsAndNumbersInTurn() {
        Cursor cursor = over("nodeid: 12, x=0x1F  -7)");
        assertTrue(cursor.skip("nodeid: ") && cursor.unsigned());
        assertEquals(12, cursor.value());
        assertFalse(cursor.skip(',') && cursor.skip("y"));
        assertTrue(cursor.skipPast("0x") && cursor.hex());
        assertEquals(0x1f, cursor.value());
        assertEquals(2, cursor.skipSpaces());
        assertTrue(cursor.signed());
        assertEquals(-7, cursor.value());
        assertEquals(')', cursor.peek());
        assertTrue(cursor.skip(')') && cursor.atEnd());
        assertEquals(-1, cursor.peek());
        assertFalse(cursor.skip(">") || cursor.unsigned() || cursor.skipPast(">"));
    }

    @Test
    void knowsTheLimitsOfNumbers() {
        assertTrue(over("18446744073709551615").unsigned());
        assertFalse(over("18446744073709551616").unsigned());
        assertFalse(over("28446744073709551615").unsigned());
        assertFalse(over("184467440737095516150").unsigned());
        assertTrue(over("ffffffffffffffff").hex());
        assertFalse(over("1ffffffffffffffff").hex());
        assertTrue(over("4294967295").int32());
        assertFalse(over("4294967296").int32());
        assertTrue(over("-2147483648").int32());
        assertFalse(over("-2147483649").int32());
        assertFalse(over("").unsigned()
                || over("x").unsigned()
                || over("-").signed()
                || over("g").hex());
    }

    @Test
    void staysWhereItIsWhenNothingMatches() {
        Cursor cursor = over("-x");
        assertFalse(cursor.signed());
        assertEquals('-', cursor.peek());
        Cursor large = over("99999999999");
        assertFalse(large.int32());
        assertEquals('9', large.peek());
        assertTrue(large.unsigned() && large.atEnd());
    }

    @Test
    void searches() {
        byte[] text = "a -> b -> c".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(1, Ascii.indexOf(text, 0, text.length, " -> "));
        assertEquals(6, Ascii.lastIndexOf(text, 0, text.length, " -> "));
        assertEquals(-1, Ascii.lastIndexOf(text, 7, text.length, " -> "));
        assertEquals(-1, Ascii.indexOf(text, 0, 3, " -> "));
        assertEquals(5, Ascii.indexOf(text, 0, text.length, 'b'));
        assertEquals(-1, Ascii.indexOf(text, 0, 5, 'b'));
        assertTrue(Ascii.endsWith(text, 0, text.length, "> c"));
        assertFalse(Ascii.endsWith(text, 9, text.length, "> c"));
        assertEquals(-1, Ascii.hexDigit('G'));
        assertEquals(11, Ascii.hexDigit('B'));
    }
}
