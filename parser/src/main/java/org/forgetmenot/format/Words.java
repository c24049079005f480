// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fixed table of words that is asked with ranges of bytes: names of operations, of errors, of fields. */
public final class Words<T> {
    private static final class Entry<T> {
        private final byte[] word;
        private final T means;

        Entry(byte[] word, T means) {
            this.word = word;
            this.means = means;
        }
    }

    /** Open addressing: a word lies in its hash's slot or in the next free one. A quarter of the slots is in use at most. */
    private final List<@Nullable Entry<T>> slots;

    private final int mask;

    /**
     * Makes a table.
     *
     * @param words ASCII, each with what it means
     */
    public Words(Map<String, T> words) {
        int size = Integer.highestOneBit(Math.max(1, words.size())) * 8;
        mask = size - 1;
        slots = new ArrayList<>(Collections.nCopies(size, null));
        words.forEach((word, means) -> {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (slots.get(slot) != null) {
                slot = slot + 1 & mask;
            }
            slots.set(slot, new Entry<>(bytes, means));
        });
    }

    private int slot(byte[] bytes, int start, int end) {
        return (int) (Ascii.hash(bytes, start, end) >>> 24) & mask;
    }

    /** What a word means; null if it is not in the table. */
    public @Nullable T find(byte[] bytes, int start, int end) {
        int slot = slot(bytes, start, end);
        for (Entry<T> entry = slots.get(slot); entry != null; entry = slots.get(slot)) {
            if (Arrays.equals(entry.word, 0, entry.word.length, bytes, start, end)) {
                return entry.means;
            }
            slot = slot + 1 & mask;
        }
        return null;
    }
}
