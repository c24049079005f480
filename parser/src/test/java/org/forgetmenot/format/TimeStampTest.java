// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStampTest {
    private final TimeStamp stamp = new TimeStamp();

    private Cursor over(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Cursor().over(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22 12:27:17.592813+0000, 2026-11-22T12:27:17.592813Z",
        "2020-12-20 00:32:08.64+0100, 2020-12-19T23:32:08.64Z",
        "2020-02-29T23:59:59-05:30, 2020-03-01T05:29:59Z",
        "2024-07-08T03:42:34Z, 2024-07-08T03:42:34Z",
        "2023-03-01 10:20:30.123456 +00:00, 2023-03-01T10:20:30.123456Z",
        "2024-01-01T00:00:00.000000001Z, 2024-01-01T00:00:00.000000001Z",
        "2024-01-01T00:00:00.1234567899Z, 2024-01-01T00:00:00.123456789Z",
        "1970-01-01 00:00:00, 1970-01-01T00:00:00Z",
    })
    void readsAllForms(String text, String expected) {
        Cursor cursor = over(text);
        assertTrue(stamp.pass(cursor));
        assertTrue(cursor.atEnd());
        Instant instant = Instant.parse(expected);
        assertEquals(instant.getEpochSecond() * 1_000_000_000L + instant.getNano(), stamp.epochNs());
    }

    @Test
    void knowsTheCalendar() {
        LocalDate last = LocalDate.of(2101, 1, 1);
        for (LocalDate day = LocalDate.of(1970, 1, 1); day.isBefore(last); day = day.plusDays(1)) {
            assertTrue(stamp.pass(over(day + " 00:00:00")));
            assertEquals(day.toEpochDay() * 86_400_000_000_000L, stamp.epochNs());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "13316825985314",
                "2026-13-22 12:27:17",
                "2026-11-00 12:27:17",
                "20x6-11-22 12:27:17",
                "x026-11-22 12:27:17",
                "2026-11-22 24:27:17",
                "2026-11-22 12:x7:17",
                "2300-11-22 12:27:17",
                "2026-11-22 12:27:1"
            })
    void refusesTheRest(String text) {
        Cursor cursor = over(text);
        assertFalse(stamp.pass(cursor));
        assertEquals(0, cursor.at());
    }
}
