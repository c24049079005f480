// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SwarTest {
    @Test
    void findsTheSameByteAsALoop() {
        Random random = new Random(1);
        byte[] bytes = new byte[64];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < bytes.length; i++) {
                // neighbours of the wanted byte and bytes with the high bit are what a wrong borrow would mark
                bytes[i] = (byte)
                        (random.nextInt(8) == 0 ? '\n' : new int[] {9, 11, 0x8a, 0x80, 0, 0xff}[random.nextInt(6)]);
            }
            int start = random.nextInt(40);
            int end = start + random.nextInt(24);
            int expected = -1;
            for (int i = start; i < end && expected < 0; i++) {
                expected = bytes[i] == '\n' ? i : -1;
            }
            assertEquals(expected, Ascii.indexOf(bytes, start, end, '\n'));
        }
    }

    @Test
    void hashDependsOnEveryByteAndOnTheLength() {
        byte[] bytes = "the same eight bytes and some more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        long whole = Ascii.hash(bytes, 0, bytes.length);
        assertNotEquals(whole, Ascii.hash(bytes, 0, bytes.length - 1));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertNotEquals(whole, Ascii.hash(bytes, 0, bytes.length));
            bytes[i] ^= 1;
        }
        assertEquals(whole, Ascii.hash(bytes, 0, bytes.length));
        assertNotEquals(Ascii.hash(new byte[3], 0, 3), Ascii.hash(new byte[4], 0, 4));
    }
}
