// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.forgetmenot.event.Text;

/** A fixed table from words to numbers that is asked with ranges of bytes: names of operations, names of errors. */
public final class Words {
    /** What {@link #find} returns for a word that is not in the table. */
    public static final int NONE = -1;

    private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();

    /**
     * @param words each with its number, which is not negative
     */
    public Words(Map<String, Integer> words) {
        numbers.defaultReturnValue(NONE);
        words.forEach((word, number) -> {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            numbers.put(Text.hash(bytes, 0, bytes.length), number.intValue());
        });
    }

    /** The number of a word, or {@link #NONE}. */
    public int find(byte[] bytes, int start, int end) {
        return numbers.get(Text.hash(bytes, start, end - start));
    }
}
