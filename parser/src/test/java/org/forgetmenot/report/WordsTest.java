// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Single values in words. */
final class WordsTest {
    @Test
    void timesFollowTheirClock() {
        assertEquals("5.176550", Words.time(5_176_550_999L));
        assertEquals("-0.000001", Words.time(-1_500L));
        assertEquals("", Words.time(null));
        assertEquals("12:18:45.008", Words.time(1_795_349_925_008_999_999L));
        assertEquals("2026-11-22 12:18:45.008 UTC", Words.dateAndTime(1_795_349_925_008_999_999L));
        assertEquals("5.176550", Words.dateAndTime(5_176_550_000L));
    }

    @Test
    void distancesHaveASign() {
        assertEquals("+127 us", Words.delta(127_000));
        assertEquals("-127 ms", Words.delta(-127_900_000));
        assertEquals("+2.005 s", Words.delta(2_005_000_000L));
        assertEquals("+20 min 34 s", Words.delta(1_234_567_000_000L));
    }

    @Test
    void answersHaveNames() {
        assertEquals("-9 EBADF", Words.answer(-9));
        assertEquals("-4095", Words.answer(-4095));
        assertEquals("ok", Words.answer(0));
        assertEquals("answer unknown", Words.answer(null));
        assertNull(Words.errno(17));
    }

    @Test
    void filesAreCalledByTheirOwnName() {
        assertEquals("stdin", Words.baseName("-"));
        assertEquals("b.log", Words.baseName("/a/b.log"));
        assertEquals("/a/", Words.baseName("/a/"));
    }
}
